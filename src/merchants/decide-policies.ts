import type { Instant } from "../kernel/clock.ts";
import { compareWorth, type Ratio } from "../kernel/ratio.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Policies, Rules } from "./policies.ts";

type Changes = { readonly [Name in keyof Rules]?: Rules[Name] | undefined };
type Change = { readonly name: string; readonly before: string; readonly after: string };
type PoliciesPlan = { readonly policies: Policies; readonly changes: readonly Change[] };

/**
 * The next version, and what differs in it. Without a difference the version in force stays, and
 * `changes` is empty. Refused with `invalid_request` when the least worth of a shop point would be
 * above the most.
 */
export function decidePolicies(
  inForce: Policies,
  asked: Changes,
  { at, boundsCross }: { at: Instant; boundsCross: string },
): Result<PoliciesPlan, "invalid_request"> {
  const next: Policies = { ...inForce, ...withoutUndefined(asked) };
  if (compareWorth(next.ratioMinimum, next.ratioMaximum) > 0) {
    const pointers = (["ratioMinimum", "ratioMaximum"] as const).filter((name) => asked[name]);
    const faults = pointers.map((name) => ({
      pointer: `/${name}`,
      code: "bounds_cross",
      detail: boundsCross,
    }));
    return err("invalid_request", { faults });
  }
  const names = Object.keys(withoutUndefined(asked)) as (keyof Rules)[];
  const changes = names
    .map((name) => ({ name, before: textOf(inForce[name]), after: textOf(next[name]) }))
    .filter(({ before, after }) => before !== after);
  if (changes.length === 0) return ok({ policies: inForce, changes });
  return ok({ policies: { ...next, version: inForce.version + 1, validFrom: at }, changes });
}

function withoutUndefined(asked: Changes): Partial<Rules> {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

/** A rule as the log shows it: `365`, `100:3`, `face, passkey`. */
function textOf(rule: Rules[keyof Rules]): string {
  if (typeof rule === "number") return String(rule);
  return isRatio(rule) ? `${rule.shopPoints}:${rule.mallPoints}` : [...rule].sort().join(", ");
}

function isRatio(rule: Ratio | readonly string[]): rule is Ratio {
  return "shopPoints" in rule;
}
