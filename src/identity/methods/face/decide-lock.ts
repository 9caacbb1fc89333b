import { addSeconds, type Instant } from "../../../kernel/clock.ts";

/** The tenth failure in a row locks the method for an hour. Passkey and password go on working. */
export const FAILURES_MAXIMUM = 10;
export const LOCK_SECONDS = 3600;
/** Failures that are older than this are forgotten when the next one comes. */
export const FAILURE_MEMORY_SECONDS = 24 * 3600;

export type Failures = {
  readonly failures: number;
  readonly lastFailedAt: Instant;
  readonly lockedUntil: Instant | null;
};

/** Whole seconds until the method may be tried again, or null when it may be tried now. */
export function decideLock(known: Failures | null, now: Instant): number | null {
  const until = known?.lockedUntil ?? null;
  return until !== null && until > now ? Math.ceil((until - now) / 1000) : null;
}

/**
 * The count with one more failure. `locks`: this very one locked the method, and the account's owner
 * is to be told. A lock that stands is neither lengthened nor told of again.
 */
export function decideFailure(
  known: Failures | null,
  now: Instant,
): { failures: Failures; locks: boolean } {
  if (known && decideLock(known, now) !== null) {
    return { failures: { ...known, lastFailedAt: now }, locks: false };
  }
  const isFresh =
    known === null ||
    known.lockedUntil !== null ||
    addSeconds(known.lastFailedAt, FAILURE_MEMORY_SECONDS) <= now;
  const failures = isFresh ? 1 : known.failures + 1;
  const locks = failures >= FAILURES_MAXIMUM;
  const lockedUntil = locks ? addSeconds(now, LOCK_SECONDS) : null;
  return { failures: { failures, lastFailedAt: now, lockedUntil }, locks };
}
