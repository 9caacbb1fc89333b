import { invariant } from "../../kernel/invariant.ts";
import { bundles } from "./bundles/bundles.ts";
import { perUnit } from "./per_unit/per-unit.ts";
import type { RuleKind } from "./rule-kind.ts";

/** Every kind of reward rule, one line each. */
const KINDS = {
  per_unit: perUnit,
  bundles,
} as const satisfies Readonly<Record<string, RuleKind>>;

export type RuleKindName = keyof typeof KINDS;
export const RULE_KINDS = Object.keys(KINDS) as [RuleKindName, ...RuleKindName[]];
export const ALL_RULE_KINDS: readonly RuleKind[] = Object.values(KINDS);

export function ruleKind(name: string): RuleKind {
  const kind = ALL_RULE_KINDS.find((one) => one.kind === name);
  invariant(kind, `no such kind of reward rule: ${name}`);
  return kind;
}
