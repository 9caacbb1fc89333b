import type { ApiProblem, CheckFault } from "../../api/index.ts";

/** The order of what to mend first: without a face nothing else can be judged. */
const FAULTS = [
  "many_faces",
  "no_face",
  "face_too_small",
  "too_dark",
  "too_bright",
  "blurred",
  "pictures_replayed",
  "pictures_repeated",
  "person_changed",
  "wrong_step",
  "step_missing",
  "motion_broken",
  "too_fast",
  "too_few_frontal",
  "too_few_pictures",
  "not_a_picture",
  "use_passkey",
] as const satisfies readonly CheckFault[];

const REFUSALS = [
  "face_not_matched",
  "face_not_enrolled",
  "challenge_expired",
  "challenge_used",
] as const;

const SECONDS_PER_MINUTE = 60;

/** Why a check failed, as the name of a text; `other` says it in the server's own words. */
export type Reason =
  | { readonly kind: "fault"; readonly fault: CheckFault }
  | { readonly kind: "refusal"; readonly refusal: (typeof REFUSALS)[number] }
  | { readonly kind: "locked"; readonly minutes: number }
  | { readonly kind: "other" };

export function reasonOf({ code, errors, retryAfterSeconds }: ApiProblem): Reason {
  const found = new Set<string>([code, ...errors.map((error) => error.code)]);
  const fault = FAULTS.find((candidate) => found.has(candidate));
  if (fault !== undefined) return { kind: "fault", fault };
  const refusal = REFUSALS.find((candidate) => candidate === code);
  if (refusal !== undefined) return { kind: "refusal", refusal };
  if (code === "rate_limited" && retryAfterSeconds !== null) {
    return { kind: "locked", minutes: Math.ceil(retryAfterSeconds / SECONDS_PER_MINUTE) };
  }
  return { kind: "other" };
}
