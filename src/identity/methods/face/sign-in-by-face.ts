import type { Language } from "../../../kernel/refusals.ts";
import { err, ok, type Result } from "../../../kernel/result.ts";
import { readLogin } from "../../../kernel/text/login.ts";
import type { Transaction } from "../../../platform/db/database.ts";
import type { Cookie } from "../../../platform/http/cookies.ts";
import { type Account, readAccountByLogin } from "../../account.store.ts";
import { hashOfLogin } from "../../login-hash.ts";
import { openSession, type SignInRequest } from "../../open-session.ts";
import { insertVerificationUse } from "../../verification-uses/verification-use.store.ts";
import { takeChallenge } from "./challenge.store.ts";
import { compareFace } from "./compare-face.ts";
import { decideChallenge } from "./decide-challenge.ts";
import { decideLock } from "./decide-lock.ts";
import type { FaceContext } from "./face-context.ts";
import { readFailures } from "./failure.store.ts";
import { lookAtPictures } from "./look-at-pictures.ts";
import { type Attempted, recordFailure, recordMatch } from "./record-attempt.ts";
import { signInsOf } from "./subject.ts";
import { tooMany } from "./too-many.ts";

export type FaceSignInAsked = SignInRequest & {
  readonly login: string;
  readonly challengeId: string;
  readonly pictures: readonly Uint8Array[];
  readonly language: Language;
};
export type FaceSignedIn = { readonly account: Account; readonly cookies: readonly Cookie[] };

type SignInRefusal =
  | "method_not_available"
  | "rate_limited"
  | "challenge_expired"
  | "challenge_used"
  | "liveness_failed"
  | "face_not_enrolled"
  | "face_not_matched"
  | "not_signed_in";

/**
 * Signs in whoever moves as asked and looks like the login's owner; no match, no session. Where faces
 * count for the identity check, the verified window of the new session is open too. The challenge is
 * spent, whatever comes of it. A login that nobody has is refused like one without a face, after the
 * same work. Refusals in the order of `SignInRefusal`.
 */
export async function signInByFace(
  context: FaceContext,
  { login, challengeId, pictures, caller, cookies, language }: FaceSignInAsked,
): Promise<Result<FaceSignedIn, SignInRefusal>> {
  const { deps } = context;
  const { database } = deps;
  const now = deps.clock.now();
  const loginHash = hashOfLogin(login);
  const bound = { purpose: "login", loginHash } as const;
  const taken = await takeChallenge(database, { id: challengeId, bound, now });
  const known = readLogin(login);
  const found = known && (await readAccountByLogin(database, known));
  if (!(await context.readPolicy(database)).loginAllowed) return err("method_not_available");
  const accountId = found?.id ?? null;
  const subject = signInsOf(accountId, loginHash);
  const waits = decideLock(await readFailures(database, subject), now);
  if (waits !== null) return tooMany(waits);
  const challenge = decideChallenge(taken, now);
  if (!challenge.ok) return challenge;
  const attempt = { challenge: challenge.value, accountId, pictures, now };
  const facts = await lookAtPictures(context, attempt);
  const compared = await compareFace(context, { purpose: "login", facts, accountId, language });
  const attempted = { subject, purpose: "login", challengeId, sessionId: null, now } as const;
  if (!compared.ok || found === null) {
    return recordFailure(deps, attempted, compared.ok ? err("face_not_enrolled") : compared);
  }
  return database.transaction(async (sql) => {
    const template = { accountId: found.id, enrolledAt: compared.value.enrolledAt };
    const recorded = await recordMatch(sql, attempted, template);
    if (!recorded.ok) return recorded;
    const { passwordHash: _, ...account } = found;
    const request = { accountId: account.id, caller, cookies };
    const opened = await openSession(deps, sql, request);
    const window = await openWindowIfItCounts(context, sql, {
      ...attempted,
      accountId: account.id,
      sessionId: opened.sessionId,
    });
    return window.ok ? ok({ account, cookies: opened.cookies }) : window;
  });
}

async function openWindowIfItCounts(
  context: FaceContext,
  sql: Transaction,
  { accountId, sessionId, challengeId, now }: Attempted & { accountId: string; sessionId: string },
): Promise<Result<unknown, "not_signed_in">> {
  const lasts = await context.windowSeconds(sql);
  const person = { accountId, sessionId };
  if (lasts.ok) {
    const proof = { person, purpose: "login", challenge: challengeId } as const;
    return context.openWindow(sql, { ...proof, windowSeconds: lasts.value });
  }
  await insertVerificationUse(sql, {
    ...person,
    method: "face",
    purpose: "login",
    outcome: "accepted",
    proof: challengeId,
    at: now,
    verifiedUntil: null,
  });
  return ok();
}
