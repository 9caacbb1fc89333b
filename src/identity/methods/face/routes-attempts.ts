import { toRfc3339 } from "../../../kernel/clock.ts";
import type { Language } from "../../../kernel/refusals.ts";
import { type Err, err } from "../../../kernel/result.ts";
import { anyone, signedIn } from "../../../platform/http/access.ts";
import { type Endpoint, endpoint, type Reply, reply } from "../../../platform/http/endpoint.ts";
import { SignedInAnswer } from "../../contract.ts";
import {
  ChallengeAnswer,
  ChallengeAsked,
  EnrolledAnswer,
  Enrolment,
  FaceSignIn,
  FaceVerification,
  FRAMES_BODY_LIMIT_BYTES,
  VerifiedByFaceAnswer,
} from "./contract.ts";
import { enrolFace } from "./enrol-face.ts";
import type { FaceContext } from "./face-context.ts";
import { issueChallenge } from "./issue-challenge.ts";
import { decodePictures, type RoomForAttempts } from "./look-at-pictures.ts";
import { signInByFace } from "./sign-in-by-face.ts";
import { verifyFace } from "./verify-face.ts";

const TAG = "Identity check";
/** As at the other door: a whole shop may share one address. */
const CALLS_PER_MINUTE = 3000;
/** An attempt costs half a second to two seconds of a core. */
const ATTEMPTS_PER_MINUTE = 120;
const TAKES_PICTURES = {
  bodyLimitBytes: FRAMES_BODY_LIMIT_BYTES,
  callsPerMinute: ATTEMPTS_PER_MINUTE,
};

/** `face` is null where the models are missing: the method is there, and says so. */
export type Faces = { readonly face: FaceContext | null; readonly room: RoomForAttempts };

type Sent = { readonly frames: readonly string[]; readonly language: Language };

/** Where there is room for the pictures, with them and the models. */
function withPictures(
  { face, room }: Faces,
  { frames, language }: Sent,
  work: (face: FaceContext, pictures: readonly Uint8Array[]) => Promise<Reply | Err>,
): Promise<Reply | Err> {
  return room(async () => {
    const pictures = decodePictures(frames, language);
    if (!pictures.ok) return pictures;
    return face === null ? err("method_not_available") : work(face, pictures.value);
  });
}

export function challengeEndpoint(face: FaceContext | null): Endpoint {
  return endpoint({
    method: "POST",
    path: "/face/challenges",
    tag: TAG,
    summary: "Ask for the movements of one attempt, good for 30 seconds and one answer.",
    access: anyone,
    body: ChallengeAsked,
    answers: { 201: ChallengeAnswer },
    refusals: [
      "rate_limited",
      "invalid_request",
      "not_signed_in",
      "method_not_available",
      "verification_required",
      "face_not_enrolled",
    ],
    idempotency: "none",
    noKeyBecause: "The answer is a challenge for one use; every call makes its own.",
    callsPerMinute: CALLS_PER_MINUTE,
    handle: async ({ body, caller, language }) => {
      if (face === null) return err("method_not_available");
      const issued = await issueChallenge(face, { body, caller, language });
      if (!issued.ok) return issued;
      const { id, steps, expiresAt } = issued.value;
      return reply(201, { id, actions: steps, expiresAt: toRfc3339(expiresAt) });
    },
  });
}

export function enrolmentEndpoint(faces: Faces): Endpoint {
  return endpoint({
    method: "PUT",
    path: "/me/face",
    tag: TAG,
    summary: "Enrol one's face, or enrol it anew.",
    access: signedIn,
    body: Enrolment,
    answers: { 200: EnrolledAnswer },
    refusals: [
      "overloaded",
      "method_not_available",
      "verification_required",
      "consent_required",
      "challenge_expired",
      "challenge_used",
      "no_face",
      "many_faces",
      "poor_quality",
      "liveness_failed",
    ],
    // Nobody is turned away here: what was sent cannot be used.
    statusOf: { liveness_failed: 422 },
    ...TAKES_PICTURES,
    handle: ({ body: { frames, challengeId, consentVersion }, caller, language }) =>
      withPictures(faces, { frames, language }, async (face, pictures) => {
        const enrolment = { challengeId, consentVersion, pictures, language };
        const enrolled = await enrolFace(face, caller, enrolment);
        if (!enrolled.ok) return enrolled;
        return reply(200, { enrolledAt: toRfc3339(enrolled.value.enrolledAt) });
      }),
  });
}

export function verificationEndpoint(faces: Faces): Endpoint {
  return endpoint({
    method: "POST",
    path: "/me/verifications/face",
    tag: TAG,
    summary: "An identity check by face; opens the verified window of this session.",
    access: signedIn,
    body: FaceVerification,
    answers: { 201: VerifiedByFaceAnswer },
    refusals: [
      "overloaded",
      "method_not_available",
      "rate_limited",
      "face_not_enrolled",
      "challenge_expired",
      "challenge_used",
      "liveness_failed",
      "face_not_matched",
    ],
    idempotency: "none",
    noKeyBecause: "An identity check like signing in: each answers its own challenge.",
    ...TAKES_PICTURES,
    handle: ({ body: { frames, challengeId }, caller, language }) =>
      withPictures(faces, { frames, language }, async (face, pictures) => {
        const verified = await verifyFace(face, caller, { challengeId, pictures, language });
        if (!verified.ok) return verified;
        return reply(201, { method: "face", verifiedUntil: toRfc3339(verified.value) });
      }),
  });
}

export function signInEndpoint(faces: Faces): Endpoint {
  return endpoint({
    method: "POST",
    path: "/sessions/face",
    tag: "Accounts",
    summary: "Sign in by face; no match, no session.",
    access: anyone,
    body: FaceSignIn,
    answers: { 201: SignedInAnswer },
    refusals: [
      "overloaded",
      "method_not_available",
      "rate_limited",
      "challenge_expired",
      "challenge_used",
      "liveness_failed",
      "face_not_enrolled",
      "face_not_matched",
    ],
    idempotency: "none",
    noKeyBecause: "The answer sets a session cookie, which no record may hold.",
    ...TAKES_PICTURES,
    handle: ({ body: { frames, ...body }, caller, cookies, language }) =>
      withPictures(faces, { frames, language }, async (face, pictures) => {
        const asked = { ...body, pictures, caller, cookies, language };
        const signed = await signInByFace(face, asked);
        if (!signed.ok) return signed;
        return reply(201, { account: signed.value.account }, signed.value.cookies);
      }),
  });
}
