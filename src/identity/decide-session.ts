import { addDays, addSeconds, type Instant } from "../kernel/clock.ts";

/** A session that nobody used for this long is over. */
export const SESSION_IDLE_DAYS = 30;
/** However much it is used, a session ends after this long. */
export const SESSION_DAYS = 90;
/** A token in use is replaced at this age, so that a copied one is soon worthless. */
export const TOKEN_ROTATES_AFTER_SECONDS = 15 * 60;
/** Requests that a page sent together still carry the token that the first of them replaced. */
export const TOKEN_GRACE_SECONDS = 60;

export type SessionFacts = {
  readonly createdAt: Instant;
  readonly tokenIssuedAt: Instant;
  /** Which of the session's tokens the cookie carries; `other` for all but the last two. */
  readonly presented: "current" | "previous" | "other";
};

/**
 * What a cookie with a known handle is worth. `stolen`: a token came back after it was replaced, so
 * two hold the session and nobody can tell which is the thief; it ends for both.
 */
export type SessionDecision = "accept" | "rotate" | "expired" | "stolen";

export function decideSession(facts: SessionFacts, now: Instant): SessionDecision {
  if (now >= sessionEnd(facts)) return "expired";
  if (facts.presented === "current") {
    const rotatesAt = addSeconds(facts.tokenIssuedAt, TOKEN_ROTATES_AFTER_SECONDS);
    return now > rotatesAt ? "rotate" : "accept";
  }
  const graceEnds = addSeconds(facts.tokenIssuedAt, TOKEN_GRACE_SECONDS);
  return facts.presented === "previous" && now <= graceEnds ? "accept" : "stolen";
}

/** When the session ends if its present token is never replaced. */
export function sessionEnd(facts: Pick<SessionFacts, "createdAt" | "tokenIssuedAt">): Instant {
  const idleEnd = addDays(facts.tokenIssuedAt, SESSION_IDLE_DAYS);
  const absoluteEnd = addDays(facts.createdAt, SESSION_DAYS);
  return idleEnd < absoluteEnd ? idleEnd : absoluteEnd;
}

/** The verified window as others may see it: one that is over is none. */
export function openWindowOf<Method>(
  window: { verifiedUntil: Instant | null; verifiedBy: Method | null },
  now: Instant,
): { verifiedUntil: Instant | null; verifiedBy: Method | null } {
  const isOpen = window.verifiedUntil !== null && window.verifiedUntil > now;
  return isOpen ? window : { verifiedUntil: null, verifiedBy: null };
}
