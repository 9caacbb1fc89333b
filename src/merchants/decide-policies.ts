import type { Instant } from "../kernel/clock.ts";
import { compareWorth, type Ratio } from "../kernel/ratio.ts";
import { err, type Fault, ok, type Result } from "../kernel/result.ts";
import { changeMallZone } from "./decide-time-zone.ts";
import type { Policies, Rules } from "./policies.ts";

type Changes = { readonly [Name in keyof Rules]?: Rules[Name] | undefined };
type Change = { readonly name: string; readonly before: string; readonly after: string };
/** What is said of two bounds where the lower would be above the upper. */
export type CrossingTexts = { readonly ratios: string; readonly faces: string };
type PoliciesPlan = { readonly policies: Policies; readonly changes: readonly Change[] };

/**
 * The next version, and what differs in it. Without a difference the version in force stays, and
 * `changes` is empty. Refused with `invalid_request` when the least worth of a shop point would be
 * above the most, or a face would be accepted that is less alike than one that is asked for a passkey.
 */
export function decidePolicies(
  inForce: Policies,
  asked: Changes,
  { at, texts }: { at: Instant; texts: CrossingTexts },
): Result<PoliciesPlan, "invalid_request"> {
  const next: Policies = { ...inForce, ...withoutUndefined(asked) };
  const faults = [
    ...(compareWorth(next.ratioMinimum, next.ratioMaximum) > 0
      ? crossing(asked, ["ratioMinimum", "ratioMaximum"], texts.ratios)
      : []),
    ...(next.faceOfferPasskeyAt > next.faceAcceptAt
      ? crossing(asked, ["faceOfferPasskeyAt", "faceAcceptAt"], texts.faces)
      : []),
  ];
  if (faults.length > 0) return err("invalid_request", { faults });
  const names = Object.keys(withoutUndefined(asked)) as (keyof Rules)[];
  const changes = names
    .map((name) => ({ name, before: textOf(inForce[name]), after: textOf(next[name]) }))
    .filter(({ before, after }) => before !== after);
  if (changes.length === 0) return ok({ policies: inForce, changes });
  const zone = changeMallZone(inForce, { to: next.timeZone, at });
  const policies = { ...next, ...zone, version: inForce.version + 1, validFrom: at };
  return ok({ policies, changes });
}

function crossing(asked: Changes, names: readonly (keyof Rules)[], detail: string): Fault[] {
  const named = names.filter((name) => asked[name] !== undefined);
  return named.map((name) => ({ pointer: `/${name}`, code: "bounds_cross", detail }));
}

function withoutUndefined(asked: Changes): Partial<Rules> {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

/** A rule as the log shows it: `365`, `true`, `100:3`, `face, passkey`. */
function textOf(rule: Rules[keyof Rules]): string {
  if (typeof rule !== "object") return String(rule);
  return isRatio(rule) ? `${rule.shopPoints}:${rule.mallPoints}` : [...rule].sort().join(", ");
}

function isRatio(rule: Ratio | readonly string[]): rule is Ratio {
  return "shopPoints" in rule;
}
