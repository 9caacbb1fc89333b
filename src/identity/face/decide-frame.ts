import type { FrameProblem } from "./frame.ts";
import type { HeadMeasures } from "./measure-head.ts";
import type { LightMeasures } from "./measure-light.ts";

/** What a picture must be like to say something about a person. */
export type FrameStandards = {
  /** In pixels of the picture as it was sent. */
  readonly sizeMinimum: number;
  /** How sure the landmarks must be that there is a face. */
  readonly presenceMinimum: number;
  /** A second face counts from this share of the largest one's size. */
  readonly secondFaceMinimum: number;
  readonly brightnessMinimum: number;
  readonly brightnessMaximum: number;
  readonly sharpnessMinimum: number;
  /** Held within these, a face is compared. Degrees, and shares of the distance between the eyes. */
  readonly frontal: {
    readonly yaw: number;
    readonly pitch: number;
    readonly noseOffset: number;
  };
};

/**
 * For a camera that somebody is holding: a bad picture is taken again in a moment. The bounds of light
 * and sharpness are where six faces, made darker (with a sensor's noise), brighter or softer step by
 * step, began to differ from their own good picture by a cosine of 0.85.
 */
export const CAMERA_STANDARDS: FrameStandards = {
  sizeMinimum: 100,
  presenceMinimum: 0.5,
  // Half as large is twice as far away: with the telephone at arm's length, somebody a metre off
  // and part of what goes on. Whoever passes further behind is no reason to send a person away.
  secondFaceMinimum: 0.5,
  brightnessMinimum: 30,
  brightnessMaximum: 235,
  sharpnessMinimum: 0.015,
  // Turns count from 20° and 0.25, so that between a turn and a comparison there is a gap.
  frontal: { yaw: 15, pitch: 25, noseOffset: 0.15 },
};

/**
 * For measuring recognition by itself, as data sets do: every face that is found is compared, the
 * largest of several, however it is held and lit.
 */
export const ANY_FACE: FrameStandards = {
  sizeMinimum: 0,
  presenceMinimum: 0,
  secondFaceMinimum: Number.POSITIVE_INFINITY,
  brightnessMinimum: 0,
  brightnessMaximum: 255,
  sharpnessMinimum: 0,
  frontal: { yaw: 180, pitch: 180, noseOffset: Number.POSITIVE_INFINITY },
};

export type FaceMeasures = HeadMeasures &
  LightMeasures & {
    readonly size: number;
    readonly presence: number;
    /** The size of the next largest face by this one's; 0 where there is none. */
    readonly secondFace: number;
  };

/** The first reason not to use a face, in the order of `FrameProblem`; null when there is none. */
export function decideFrame(face: FaceMeasures, standards: FrameStandards): FrameProblem | null {
  if (!(face.presence >= standards.presenceMinimum)) return "no_face";
  if (face.secondFace >= standards.secondFaceMinimum) return "many_faces";
  if (face.size < standards.sizeMinimum) return "face_too_small";
  if (face.brightness < standards.brightnessMinimum) return "too_dark";
  if (face.brightness > standards.brightnessMaximum) return "too_bright";
  if (face.sharpness < standards.sharpnessMinimum) return "blurred";
  return null;
}

export function isFrontal(head: HeadMeasures, { frontal }: FrameStandards): boolean {
  return (
    Math.abs(head.yaw) <= frontal.yaw &&
    Math.abs(head.pitch) <= frontal.pitch &&
    Math.abs(head.noseOffset) <= frontal.noseOffset
  );
}
