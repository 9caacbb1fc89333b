import { addDays, addSeconds, type Instant } from "../kernel/clock.ts";

/** A session that nobody used for this long is over. */
export const SESSION_IDLE_DAYS = 30;
/** However much it is used, a session ends after this long. */
export const SESSION_DAYS = 90;
/** A token in use is replaced at this age, so that a copied one is soon worthless. */
export const TOKEN_ROTATES_AFTER_SECONDS = 15 * 60;
/** Requests that were sent before the browser had the newer token still carry the older one. */
export const TOKEN_GRACE_SECONDS = 60;
/** An answer that takes longer is lost: pages give up after 20 seconds. Then another token is offered. */
export const OFFER_AGAIN_AFTER_SECONDS = 60;
/** Offers whose answers were lost. The browser uses the last one that arrives, so old ones may go. */
const OFFERS_MAXIMUM = 8;
/** Tokens that requests in flight may carry, after several replacements within the grace. */
const OLDER_MAXIMUM = 2 * OFFERS_MAXIMUM;

/**
 * The tokens of one session, as hashes. `current` is the newest that a request has carried. `newer`
 * were offered after it and not seen yet, in order. `older` came before it.
 */
export type SessionTokens = {
  readonly current: string;
  readonly newer: readonly string[];
  readonly older: readonly string[];
  /** When `current` was first used. */
  readonly tokenIssuedAt: Instant;
  /** When the last of `newer` was offered; kept after that one is used. */
  readonly offeredAt: Instant | null;
};

export type SessionFacts = Pick<SessionTokens, "tokenIssuedAt" | "offeredAt"> & {
  readonly createdAt: Instant;
  readonly presented: PresentedToken;
  /** The cookie has the name of before: the new name comes with a new token, without waiting. */
  readonly hasOldName: boolean;
};

/** Which of the session's tokens a request carries. */
export type PresentedToken = "current" | "newer" | "older" | "other";

export function whichToken(tokens: SessionTokens, presented: string): PresentedToken {
  if (tokens.current === presented) return "current";
  if (tokens.newer.includes(presented)) return "newer";
  return tokens.older.includes(presented) ? "older" : "other";
}

/**
 * What a cookie with a known handle is worth. `offer`: the answer carries a newer token. The older one
 * stays good until a request carries the newer, because an answer may be lost. `confirm`: this is the
 * first request with a newer token. `stolen`: an older token is used after a newer one was, so two
 * parties hold the session; which of them is the thief is unknown, so it ends for both.
 */
export type SessionDecision = "accept" | "offer" | "confirm" | "expired" | "stolen";

export function decideSession(facts: SessionFacts, now: Instant): SessionDecision {
  if (now >= sessionEnd(facts)) return "expired";
  if (facts.presented === "newer") return "confirm";
  if (facts.presented === "current") return isOfferDue(facts, now) ? "offer" : "accept";
  const graceEnds = addSeconds(facts.tokenIssuedAt, TOKEN_GRACE_SECONDS);
  return facts.presented === "older" && now <= graceEnds ? "accept" : "stolen";
}

function isOfferDue({ tokenIssuedAt, offeredAt, hasOldName }: SessionFacts, now: Instant): boolean {
  const isOld = now > addSeconds(tokenIssuedAt, TOKEN_ROTATES_AFTER_SECONDS);
  if (!isOld && !hasOldName) return false;
  return offeredAt === null || now > addSeconds(offeredAt, OFFER_AGAIN_AFTER_SECONDS);
}

/**
 * The tokens with one more offer. Offers that were made before the current token was first used are
 * dropped: the browser went on with the current one, so it never got them.
 */
export function withOffer(tokens: SessionTokens, offered: string, now: Instant): SessionTokens {
  const isOfCurrent = tokens.offeredAt !== null && tokens.offeredAt > tokens.tokenIssuedAt;
  const newer = [...(isOfCurrent ? tokens.newer : []), offered].slice(-OFFERS_MAXIMUM);
  return { ...tokens, newer, offeredAt: now };
}

/** The tokens after the first request with a newer one. Offers after that one stay open. */
export function withConfirmed(
  tokens: SessionTokens,
  confirmed: string,
  now: Instant,
): SessionTokens {
  const place = tokens.newer.indexOf(confirmed);
  const isInGrace = now <= addSeconds(tokens.tokenIssuedAt, TOKEN_GRACE_SECONDS);
  const replaced = [tokens.current, ...tokens.newer.slice(0, place)];
  return {
    current: confirmed,
    newer: tokens.newer.slice(place + 1),
    older: [...(isInGrace ? tokens.older : []), ...replaced].slice(-OLDER_MAXIMUM),
    tokenIssuedAt: now,
    offeredAt: tokens.offeredAt,
  };
}

/** When the session ends if it is not used again. */
export function sessionEnd({
  createdAt,
  tokenIssuedAt,
  offeredAt,
}: Pick<SessionFacts, "createdAt" | "tokenIssuedAt" | "offeredAt">): Instant {
  const lastUse = offeredAt !== null && offeredAt > tokenIssuedAt ? offeredAt : tokenIssuedAt;
  const idleEnd = addDays(lastUse, SESSION_IDLE_DAYS);
  const absoluteEnd = addDays(createdAt, SESSION_DAYS);
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
