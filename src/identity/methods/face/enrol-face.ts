import type { Instant } from "../../../kernel/clock.ts";
import type { Language } from "../../../kernel/refusals.ts";
import { err, ok, type Result } from "../../../kernel/result.ts";
import type { Person } from "../../../platform/http/caller.ts";
import { notify } from "../../notifications/notify.ts";
import { insertVerificationUse } from "../../verification-uses/verification-use.store.ts";
import { takeChallenge } from "./challenge.store.ts";
import { countCheck } from "./check-metrics.ts";
import { faultsOf } from "./check-texts.ts";
import { insertConsent } from "./consent.store.ts";
import { CONSENT_VERSION } from "./consent-text.ts";
import { decideChallenge } from "./decide-challenge.ts";
import { decideEnrolment } from "./decide-enrolment.ts";
import { destroyFace } from "./destroy-face.ts";
import { type FaceContext, usesOfFaces } from "./face-context.ts";
import { lookAtPictures } from "./look-at-pictures.ts";
import { insertTemplate } from "./template.store.ts";

type Enrolment = {
  readonly challengeId: string;
  readonly consentVersion: number | undefined;
  readonly pictures: readonly Uint8Array[];
  readonly language: Language;
};
type EnrolmentRefusal =
  | "method_not_available"
  | "verification_required"
  | "consent_required"
  | "challenge_expired"
  | "challenge_used"
  | "no_face"
  | "many_faces"
  | "poor_quality"
  | "liveness_failed";

/**
 * Keeps the template of the person in front of the camera, in the place of any before it. The
 * challenge is spent, whatever comes of it. Refusals in the order of `EnrolmentRefusal`.
 */
export async function enrolFace(
  context: FaceContext,
  person: Person,
  { challengeId, consentVersion, pictures, language }: Enrolment,
): Promise<Result<{ enrolledAt: Instant }, EnrolmentRefusal>> {
  const { deps } = context;
  const { database } = deps;
  const { accountId, sessionId } = person;
  const now = deps.clock.now();
  const bound = { purpose: "enrol", sessionId } as const;
  const taken = await takeChallenge(database, { id: challengeId, bound, now });
  const uses = await usesOfFaces(context, database);
  if (!uses.opensWindow && !uses.loginAllowed) return err("method_not_available");
  const may = await context.mayAddMethod(database, person);
  if (!may.ok) return may;
  if (consentVersion !== CONSENT_VERSION) return err("consent_required");
  const challenge = decideChallenge(taken, now);
  if (!challenge.ok) return challenge;
  const attempt = { challenge: challenge.value, accountId, pictures, now };
  const facts = await lookAtPictures(context, attempt);
  const enrolment = decideEnrolment(facts);
  const faces = facts.frames.flatMap(({ face }) => face ?? []);
  countCheck("enrol", { outcome: enrolment.ok ? "accepted" : enrolment.code, faces });
  if (!enrolment.ok) {
    return err(enrolment.code, { faults: faultsOf(enrolment.blames, language) });
  }
  // From here it succeeds.
  const { modelVersion } = context.pipeline;
  const sealed = context.cipher.seal(enrolment.template, { accountId, modelVersion });
  enrolment.template.fill(0);
  await database.transaction(async (sql) => {
    await destroyFace(sql, { accountId, now, because: "renewed" });
    await insertConsent(sql, { accountId, version: consentVersion, givenAt: now });
    await insertTemplate(sql, { accountId, ...sealed, modelVersion, enrolledAt: now });
    const use = { accountId, sessionId, method: "face", purpose: "enrol" } as const;
    const outcome = { outcome: "accepted", proof: challengeId, at: now, verifiedUntil: null };
    await insertVerificationUse(sql, { ...use, ...outcome });
    await notify(deps, sql, { accountId, kind: "face_enrolled" });
  });
  return ok({ enrolledAt: now });
}
