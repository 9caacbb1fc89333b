import type { Features } from "./find-landmarks.ts";
import { type Affine, inverseAffine, type Point, similarityTransform } from "./geometry.ts";

export const ALIGNED_SIDE = 112;

/**
 * Where eyes, nose and corners of the mouth belong in a picture of 112 × 112: ArcFace's five points
 * (Deng et al. 2019), on which recognition networks are trained.
 */
const PLACES: readonly Point[] = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
];

/**
 * From the pixels of the aligned face to those of the picture. On LFW an aligned face is recognised
 * in 99.3 % of pairs, one that is merely cut out in 70 %.
 */
export function alignmentOf(features: Features): Affine {
  const { rightEye, leftEye, nose, mouthRight, mouthLeft } = features;
  const found = [rightEye, leftEye, nose, mouthRight, mouthLeft];
  return inverseAffine(similarityTransform(found, PLACES));
}
