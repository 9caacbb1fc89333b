import type { Static } from "typebox";
import type {
  ChallengeAnswer,
  CheckFault as CheckFaultCode,
  ConsentAnswer,
  FaceMethodAnswer,
  OwnFaceAnswer,
  PURPOSES,
} from "../../src/identity/methods/face/contract.ts";
import type { Account, Verification } from "./accounts.ts";
import { api } from "./client.ts";

export type Challenge = Static<typeof ChallengeAnswer>;
export type ChallengePurpose = (typeof PURPOSES)[number];
/** What a refused check says in `errors[].code`. */
export type CheckFault = CheckFaultCode;
export type FaceConsent = Static<typeof ConsentAnswer>;
/** What faces can be used for in this mall at the moment. */
export type FaceMethod = Static<typeof FaceMethodAnswer>;
export type OwnFace = Static<typeof OwnFaceAnswer>;

/** Base64 JPEG pictures, in the order in which they were taken. */
type Answered = { challengeId: string; frames: readonly string[] };

/** A check reads dozens of pictures and travels over a phone's uplink: it may take its time. */
const patient = { withinMilliseconds: 60_000 };

export const face = {
  method: () => api.get<FaceMethod>("/face"),
  consent: () => api.get<FaceConsent>("/face/consent"),
  challenge: (body: { purpose: ChallengePurpose; login?: string }) =>
    api.post<Challenge>("/face/challenges", body),
  own: () => api.get<OwnFace>("/me/face"),
  enrol: (body: Answered & { consentVersion: number }) =>
    api.put<{ enrolledAt: string }>("/me/face", body, patient),
  withdraw: () => api.delete("/me/face"),
  verify: (body: Answered) => api.post<Verification>("/me/verifications/face", body, patient),
  signIn: (body: Answered & { login: string }) =>
    api.post<{ account: Account }>("/sessions/face", body, patient),
};
