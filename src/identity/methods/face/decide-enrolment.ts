import type { Face } from "../../face/frame.ts";
import { meanEmbedding } from "../../face/vectors.ts";
import type { Rejected } from "./blame.ts";
import { decidePresence, type PresenceFacts } from "./decide-presence.ts";

/** A template of five against a probe of three: 99.7 % accepted where one stranger in a thousand is. */
export const TEMPLATE_PICTURES = 5;

/**
 * The template of a person who is there: the mean of the five views that look most straight into
 * the camera. Refused with `no_face`, `many_faces`, `poor_quality`, `liveness_failed`, in this order
 * of what is looked at; `poor_quality` also when fewer than five views are frontal.
 */
export function decideEnrolment(
  facts: Omit<PresenceFacts, "frontalMinimum">,
): { ok: true; template: Float32Array } | Rejected {
  const presence = decidePresence({ ...facts, frontalMinimum: TEMPLATE_PICTURES });
  if (!presence.ok) return presence;
  const straightest = [...presence.frontal].sort((one, other) => aside(one) - aside(other));
  const chosen = straightest.slice(0, TEMPLATE_PICTURES);
  return { ok: true, template: meanEmbedding(chosen.flatMap(({ embedding }) => embedding ?? [])) };
}

function aside({ yaw, pitch, roll }: Face): number {
  return Math.abs(yaw) + Math.abs(pitch) + Math.abs(roll);
}
