import { Type } from "typebox";
import { Answer, Nullable, OneOf, PageOf, TimeJson } from "../../platform/http/schema.ts";

export const USE_PURPOSES = ["enrol", "verify", "login"] as const;

/** One use of a method of identity check. Nothing of what was shown or signed is in it. */
export const VerificationUseAnswer = Answer({
  method: OneOf(["passkey", "face"]),
  purpose: OneOf([...USE_PURPOSES]),
  /** `accepted`, or the code of the refusal. */
  outcome: Type.String(),
  at: TimeJson,
  /** The end of the verified window that it opened; null when it opened none. */
  verifiedUntil: Nullable(TimeJson),
});

export const VerificationUsePage = PageOf(VerificationUseAnswer);
