import type { Instant } from "../kernel/clock.ts";
import { type Points, times, ZERO } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { ruleKind } from "./rules/registry.ts";

/** A rule as a receipt freezes it: enough to compute its award for ever. */
export type FrozenRule = {
  readonly id: string;
  readonly kind: string;
  readonly parameters: object;
};

/** A version of a rule. Without a start it has stood for ever, without an end it stands for ever. */
export type RewardRule = FrozenRule & {
  readonly productId: string | null;
  readonly category: string | null;
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  readonly createdAt: Instant;
  /** When somebody ended it before its time. */
  readonly endedAt: Instant | null;
};

export type AwardLine = {
  readonly productId: string;
  readonly category: string | null;
  readonly quantity: number;
  readonly unitPrice: Points;
};

export type Award = {
  readonly points: Points;
  /** The rule that gives most; null when none applies. */
  readonly rule: FrozenRule | null;
  /** The rules of its level, oldest first: after a refund the best of them decides again. */
  readonly competing: readonly FrozenRule[];
};

/**
 * What a line earns. A rule on the product beats one on its category, which beats one on the whole
 * shop; within a level the one that gives most wins, the oldest among equals. Without a rule: nothing.
 * `rules` are in the order of their making.
 */
export function decideAward(line: AwardLine, rules: readonly RewardRule[], at: Instant): Award {
  const competing = competingFor(
    line,
    rules.filter((rule) => isInForce(rule, at)),
  ).map(({ id, kind, parameters }) => ({ id, kind, parameters }));
  return { ...bestOf(competing, line), competing };
}

/** The award of a quantity under rules that a receipt has frozen. Never less for more. */
export function bestOf(
  competing: readonly FrozenRule[],
  line: Pick<AwardLine, "quantity" | "unitPrice">,
): { points: Points; rule: FrozenRule | null } {
  let best: { points: Points; rule: FrozenRule | null } = { points: ZERO, rule: null };
  if (line.quantity === 0) return best;
  const facts = factsOf(line);
  for (const rule of competing) {
    const award = ruleKind(rule.kind).award(facts, rule.parameters);
    if (best.rule === null || award > best.points) best = { points: award, rule };
  }
  return best;
}

/** The sentence on the receipt. */
export function explainAward(
  line: Pick<AwardLine, "quantity" | "unitPrice">,
  { rule, language }: { rule: FrozenRule | null; language: Language },
): string {
  if (rule === null) {
    return language === "en" ? "No reward rule applies" : "没有适用的积分规则";
  }
  return ruleKind(rule.kind).because(factsOf(line), rule.parameters)[language];
}

/**
 * A rule without a start also covers what was sold before it was written, so that receipts posted
 * late, or imported, earn by it. Once somebody has ended it, it covers only the time it stood, or a
 * rule and the one that replaced it would both reach into the past.
 */
function isInForce(rule: RewardRule, at: Instant): boolean {
  const start = rule.startsAt ?? (rule.endedAt === null ? null : rule.createdAt);
  if (start !== null && at < start) return false;
  if (rule.endsAt !== null && at >= rule.endsAt) return false;
  return rule.endedAt === null || at < rule.endedAt;
}

function competingFor(line: AwardLine, rules: readonly RewardRule[]): readonly RewardRule[] {
  const onProduct = rules.filter((rule) => rule.productId === line.productId);
  if (onProduct.length > 0) return onProduct;
  const onCategory = rules.filter(
    (rule) => rule.category !== null && rule.category === line.category,
  );
  if (onCategory.length > 0) return onCategory;
  return rules.filter((rule) => rule.productId === null && rule.category === null);
}

function factsOf(line: Pick<AwardLine, "quantity" | "unitPrice">) {
  return { quantity: line.quantity, amount: times(line.unitPrice, line.quantity) };
}
