import { addSeconds, type Instant } from "../../kernel/clock.ts";

/** What guesses are counted for. */
export type ThrottleKind = "loginAtAddress" | "login" | "address";

/** `free` failures cost no wait; one failure is forgotten every `forgetsEverySeconds`. */
type Budget = { readonly free: number; readonly forgetsEverySeconds: number };

/**
 * - A login from one address: ten guesses, then one an hour at most. The owner is somewhere else.
 * - A login from all addresses: room for the owner's family and for some who know the login; a guesser
 *   with a thousand addresses gets about a hundred guesses a day.
 * - An address over all logins: a shop, a school or a mobile network may share one, so it is wide;
 *   somebody who tries a list of stolen passwords gets 300, then at most 300 an hour.
 */
export const BUDGETS: Readonly<Record<ThrottleKind, Budget>> = {
  loginAtAddress: { free: 10, forgetsEverySeconds: 3600 },
  login: { free: 50, forgetsEverySeconds: 15 * 60 },
  address: { free: 300, forgetsEverySeconds: 12 },
};

/** The first wait; each further failure doubles it. */
export const FIRST_WAIT_SECONDS = 60;
export const WAIT_SECONDS_MAXIMUM = 3600;
/** Doubled seven times, a minute is more than the longest wait; a count beyond it changes nothing. */
const COUNTED_BEYOND_FREE_MAXIMUM = 7;

/** The count drains evenly and is zero at `drainsAt`. Until `waitsUntil` no guess is looked at. */
export type Failures = { readonly drainsAt: Instant; readonly waitsUntil: Instant | null };

/** Whole seconds until the next guess, or null when it may be made now. */
export function decideWait(known: Failures | null, now: Instant): number | null {
  const until = known?.waitsUntil ?? null;
  return until !== null && until > now ? Math.ceil((until - now) / 1000) : null;
}

/** The count with one more failure. */
export function withFailure(known: Failures | null, kind: ThrottleKind, now: Instant): Failures {
  const { free, forgetsEverySeconds } = BUDGETS[kind];
  const countBefore = known === null ? 0 : Math.max(0, known.drainsAt - now) / 1000;
  const most = (free + COUNTED_BEYOND_FREE_MAXIMUM) * forgetsEverySeconds;
  const drainsInSeconds = Math.min(countBefore + forgetsEverySeconds, most);
  const count = Math.ceil(drainsInSeconds / forgetsEverySeconds);
  const waitSeconds =
    count < free ? null : Math.min(FIRST_WAIT_SECONDS * 2 ** (count - free), WAIT_SECONDS_MAXIMUM);
  return {
    drainsAt: addSeconds(now, drainsInSeconds),
    waitsUntil: waitSeconds === null ? null : addSeconds(now, waitSeconds),
  };
}
