import type { Instant } from "../../../kernel/clock.ts";
import type { Language } from "../../../kernel/refusals.ts";
import { err, type Result } from "../../../kernel/result.ts";
import type { Person } from "../../../platform/http/caller.ts";
import { takeChallenge } from "./challenge.store.ts";
import { compareFace } from "./compare-face.ts";
import { decideChallenge } from "./decide-challenge.ts";
import { decideLock } from "./decide-lock.ts";
import type { FaceContext } from "./face-context.ts";
import { readFailures } from "./failure.store.ts";
import { lookAtPictures } from "./look-at-pictures.ts";
import { recordFailure, recordMatch } from "./record-attempt.ts";
import { checksOf } from "./subject.ts";
import { hasTemplate } from "./template.store.ts";
import { tooMany } from "./too-many.ts";

type Answer = {
  readonly challengeId: string;
  readonly pictures: readonly Uint8Array[];
  readonly language: Language;
};
type VerificationRefusal =
  | "method_not_available"
  | "rate_limited"
  | "face_not_enrolled"
  | "challenge_expired"
  | "challenge_used"
  | "liveness_failed"
  | "face_not_matched"
  | "not_signed_in";

/**
 * An identity check by face of whoever is signed in: opens the verified window of the session and
 * answers its end. The challenge is spent, whatever comes of it. Refusals in the order of
 * `VerificationRefusal`.
 */
export async function verifyFace(
  context: FaceContext,
  person: Person,
  { challengeId, pictures, language }: Answer,
): Promise<Result<Instant, VerificationRefusal>> {
  const { deps } = context;
  const { database } = deps;
  const { accountId, sessionId } = person;
  const now = deps.clock.now();
  const bound = { purpose: "verify", sessionId } as const;
  const taken = await takeChallenge(database, { id: challengeId, bound, now });
  const lasts = await context.windowSeconds(database);
  if (!lasts.ok) return lasts;
  const subject = checksOf(accountId);
  const waits = decideLock(await readFailures(database, subject), now);
  if (waits !== null) return tooMany(waits);
  const { modelVersion } = context.pipeline;
  if (!(await hasTemplate(database, { accountId, modelVersion }))) return err("face_not_enrolled");
  const challenge = decideChallenge(taken, now);
  if (!challenge.ok) return challenge;
  const attempt = { challenge: challenge.value, accountId, pictures, now };
  const facts = await lookAtPictures(context, attempt);
  const compared = await compareFace(context, { purpose: "verify", facts, accountId, language });
  const attempted = { subject, purpose: "verify", challengeId, sessionId, now } as const;
  if (!compared.ok) return recordFailure(deps, attempted, compared);
  return database.transaction(async (sql) => {
    const template = { accountId, enrolledAt: compared.value.enrolledAt };
    const recorded = await recordMatch(sql, attempted, template);
    if (!recorded.ok) return recorded;
    const proof = { person, purpose: "verify", challenge: challengeId } as const;
    return context.openWindow(sql, { ...proof, windowSeconds: lasts.value });
  });
}
