import type { Bounds, Contended } from "./contended.ts";
import { Violation } from "./violation.ts";

/**
 * What is known of the time at which a request was decided: between two readings of the world's
 * clock, and between two ticks of the order in which the simulation saw things happen.
 */
export type Seen = {
  readonly from: number;
  readonly to: number;
  readonly firstTick: number;
  readonly lastTick: number;
  boundsOf(resource: Contended): Bounds;
};

/** What may have been so while the request was decided. */
export type Maybe = "yes" | "no" | "maybe";

/** Whether `moment ≤ now`, for a now between `from` and `to`. */
export function hasCome(moment: number, { from, to }: Pick<Seen, "from" | "to">): Maybe {
  if (moment <= from) return "yes";
  return moment > to ? "no" : "maybe";
}

export function not(it: Maybe): Maybe {
  if (it === "maybe") return it;
  return it === "yes" ? "no" : "yes";
}

export function someOf(candidates: readonly boolean[]): Maybe {
  if (candidates.every((one) => one)) return "yes";
  return candidates.some((one) => one) ? "maybe" : "no";
}

/**
 * The outcomes that the rules allow: refusals in their order, each with whether it applies. The first
 * that surely applies ends the list; `ok` is allowed when none surely applies.
 */
export function allowedOutcomes(refusals: readonly (readonly [string, Maybe])[]): string[] {
  const allowed: string[] = [];
  for (const [code, applies] of refusals) {
    if (applies !== "no") allowed.push(code);
    if (applies === "yes") return allowed;
  }
  return [...allowed, "ok"];
}

export function expectOutcome(what: string, outcome: string, allowed: readonly string[]): void {
  if (allowed.includes(outcome)) return;
  throw new Violation(`${what}: answered ${outcome}, but the rules allow ${allowed.join(" or ")}`);
}

const DAY = 86_400_000;

export const addDays = (at: number, days: number): number => at + days * DAY;
