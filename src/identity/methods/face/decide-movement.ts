import type { Face } from "../../face/frame.ts";
import type { Step } from "./contract.ts";
import type { Seen } from "./decide-quality.ts";

/**
 * A turn needs the nose to leave the middle of the eyes and the mesh to say so too: flat photographs
 * rotated up to 45° passed both in none of all tries, real heads at 22–45° in 94.6 %.
 */
const TURN_NOSE_OFFSET = 0.25;
const TURN_YAW_DEGREES = 20;
/** From the session's own median: how a camera stands above or below a face is no nod. */
const NOD_DEGREES = 12;
/** A nod that nobody asked for has to be plainer, because heads that turn also dip a little. */
const UNASKED_NOD_DEGREES = 18;
/** Of the session's median opening of the eyes; none of 118 sessions before a photograph got there. */
const BLINK_SHARE = 0.6;
/** Within these a face looks at the camera with open eyes. */
const FRONTAL_YAW_DEGREES = 15;
const FRONTAL_NOSE_OFFSET = 0.15;
const FRONTAL_PITCH_DEGREES = 8;
const OPEN_EYES_SHARE = 0.75;

/** What a face in rest looks like in this attempt. */
export type Rest = { readonly pitch: number; readonly eyeOpening: number };

export type Shown = Step | "frontal" | "between";

/** Null when no picture looks roughly at the camera. */
export function restOf(seen: readonly Seen[]): Rest | null {
  const upright = seen
    .map(({ face }) => face)
    .filter(({ yaw }) => Math.abs(yaw) < TURN_YAW_DEGREES);
  if (upright.length === 0) return null;
  return {
    pitch: median(upright.map(({ pitch }) => pitch)),
    eyeOpening: median(upright.map(({ eyeOpening }) => eyeOpening)),
  };
}

/** The one thing that a face shows. A turn goes before a nod and a nod before a blink: lids follow it. */
export function decideMovement(face: Face, rest: Rest): Shown {
  const { yaw, noseOffset } = face;
  if (noseOffset >= TURN_NOSE_OFFSET && yaw >= TURN_YAW_DEGREES) return "turn_left";
  if (noseOffset <= -TURN_NOSE_OFFSET && yaw <= -TURN_YAW_DEGREES) return "turn_right";
  const dip = Math.abs(face.pitch - rest.pitch);
  if (Math.abs(yaw) >= TURN_YAW_DEGREES) return "between";
  if (dip >= NOD_DEGREES) return "nod";
  if (face.eyeOpening < rest.eyeOpening * BLINK_SHARE) return "blink";
  const isFrontal =
    face.embedding !== null &&
    Math.abs(yaw) <= FRONTAL_YAW_DEGREES &&
    Math.abs(noseOffset) <= FRONTAL_NOSE_OFFSET &&
    dip <= FRONTAL_PITCH_DEGREES &&
    face.eyeOpening >= rest.eyeOpening * OPEN_EYES_SHARE;
  return isFrontal ? "frontal" : "between";
}

/** A plain movement, one that nobody makes without being asked. People blink by themselves. */
export function isPlainMovement(shown: Shown, face: Face, rest: Rest): boolean {
  if (shown === "nod") return Math.abs(face.pitch - rest.pitch) >= UNASKED_NOD_DEGREES;
  return shown === "turn_left" || shown === "turn_right";
}

/** The middle one, the lower of the two middle ones of an even number. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
