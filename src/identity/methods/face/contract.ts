import { Type } from "typebox";
import {
  Answer,
  Body,
  IdJson,
  LoginText,
  Nullable,
  OneOf,
  TimeJson,
} from "../../../platform/http/schema.ts";

/** More than a person's movements need at five pictures a second; each costs 12 to 50 ms of a core. */
export const FRAMES_MAXIMUM = 40;
/** A picture of 640 × 480 at quality 0.8 has some 60,000 bytes; this is eight times that. */
const FRAME_CHARACTERS_MAXIMUM = 700_000;
/** Of the endpoints that take pictures, and only of those. */
export const FRAMES_BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/** Base64 of JPEG, in the order in which the camera saw them. */
const Frames = Type.Array(Type.String({ minLength: 1, maxLength: FRAME_CHARACTERS_MAXIMUM }), {
  minItems: 1,
  maxItems: FRAMES_MAXIMUM,
});

export const PURPOSES = ["enrol", "verify", "login"] as const;
export const STEPS = ["turn_left", "turn_right", "nod", "blink"] as const;
export type Purpose = (typeof PURPOSES)[number];
export type Step = (typeof STEPS)[number];

export const ChallengeAsked = Body({
  purpose: OneOf([...PURPOSES]),
  /** Required for `login`. */
  login: Type.Optional(LoginText),
});

/**
 * Three movements, each from a frontal view and back to one. Left and right are the person's own:
 * `turn_left` is the head turned to the person's left.
 */
export const ChallengeAnswer = Answer({
  id: IdJson,
  actions: Type.Array(OneOf([...STEPS])),
  expiresAt: TimeJson,
});

export const Enrolment = Body({
  challengeId: IdJson,
  /** The version of the text that was shown and agreed to; without it, `consent_required`. */
  consentVersion: Type.Optional(Type.Integer()),
  frames: Frames,
});

export const EnrolledAnswer = Answer({ enrolledAt: TimeJson });

/**
 * `enrolled` is false with a time in `enrolledAt` when the stored template belongs to a model that is
 * no longer in use: it cannot be compared with, and the person is asked to enrol again.
 */
export const OwnFaceAnswer = Answer({
  enrolled: Type.Boolean(),
  enrolledAt: Nullable(TimeJson),
  consentVersion: Nullable(Type.Integer()),
  lastUsedAt: Nullable(TimeJson),
});

export const FaceVerification = Body({ challengeId: IdJson, frames: Frames });
export const VerifiedByFaceAnswer = Answer({ method: OneOf(["face"]), verifiedUntil: TimeJson });

export const FaceSignIn = Body({
  login: LoginText,
  challengeId: IdJson,
  frames: Frames,
});

/** What the method can be used for at the moment, for pages to know before they ask for a camera. */
export const FaceMethodAnswer = Answer({
  /** False where the models are missing, or the mall uses faces for nothing. */
  available: Type.Boolean(),
  opensWindow: Type.Boolean(),
  loginAllowed: Type.Boolean(),
  /** The text in force; what `PUT /me/face` has to name. */
  consentVersion: Type.Integer(),
});

const ConsentText = Answer({
  title: Type.String(),
  sections: Type.Array(Answer({ heading: Type.String(), body: Type.String() })),
  agree: Type.String(),
});

export const ConsentAnswer = Answer({
  version: Type.Integer(),
  publishedOn: Type.String({ format: "date" }),
  /** How long an unused template is kept, as the mall has decided. */
  retentionDays: Type.Integer(),
  texts: Answer({ "zh-CN": ConsentText, en: ConsentText }),
});

/**
 * What a refused check says in `errors[].code`, beside the refusal's own code. `pointer` names the
 * picture (`/frames/3`) where one picture is to blame, and is empty otherwise.
 */
export const CHECK_FAULTS = [
  // One picture.
  "not_a_picture",
  "no_face",
  "many_faces",
  "face_too_small",
  "too_dark",
  "too_bright",
  "blurred",
  // All of them together.
  "too_few_pictures",
  "too_few_frontal",
  "too_fast",
  "pictures_repeated",
  "pictures_replayed",
  "step_missing",
  "wrong_step",
  "motion_broken",
  "person_changed",
  // The score lies between yes and no: go on with the passkey.
  "use_passkey",
] as const;
export type CheckFault = (typeof CHECK_FAULTS)[number];
