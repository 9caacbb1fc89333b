import { type DetectedFace, leanOf } from "./detect-faces.ts";
import { applyAffine, cropTransform, meanPoint, type Point } from "./geometry.ts";
import { type Raster, sampleRaster } from "./raster.ts";
import type { Network, Runtime } from "./runtime.ts";

/** A point of the mesh, in pixels of the raster; `z` grows away from the camera, in the same unit. */
export type MeshPoint = Point & { readonly z: number };

export type Landmarks = {
  /** The 468 points of MediaPipe's face mesh, in its order. */
  readonly mesh: readonly MeshPoint[];
  /** How sure the network is that there is a face, 0 to 1. */
  readonly presence: number;
};

export type LandmarkFinder = (raster: Raster, face: DetectedFace) => Promise<Landmarks>;

const SIDE = 192;
const PIXEL_SCALE = { subtract: 0, multiply: 1 / 255 };
const POINTS = 468;
/** The network was trained on squares half as large again as the detector's box. */
const CROP_PER_BOX = 1.5;

/** MediaPipe's face mesh. */
export async function openLandmarkFinder(
  runtime: Runtime,
  model: Uint8Array,
): Promise<LandmarkFinder> {
  const network = await runtime.open(model, [1, 3, SIDE, SIDE]);
  return (raster, face) => findLandmarks(network, raster, face);
}

async function findLandmarks(
  network: Network,
  raster: Raster,
  face: DetectedFace,
): Promise<Landmarks> {
  const { box } = face;
  const side = CROP_PER_BOX * Math.max(box.right - box.left, box.bottom - box.top);
  const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  const angle = leanOf(face);
  const size = { width: SIDE, height: SIDE };
  const transform = cropTransform({ middle, width: side, height: side, angle }, size);
  const sample = sampleRaster(raster, transform, { ...size, scale: PIXEL_SCALE });
  const [points, presence] = await network.run(sample.values);
  const value = (index: number) => points?.[index] ?? Number.NaN;
  const mesh = Array.from({ length: POINTS }, (_, index) => ({
    ...applyAffine(transform, { x: value(3 * index), y: value(3 * index + 1) }),
    z: (value(3 * index + 2) * side) / SIDE,
  }));
  return { mesh, presence: 1 / (1 + Math.exp(-(presence?.[0] ?? Number.NEGATIVE_INFINITY))) };
}

/** Points by which faces are measured and aligned. Right and left are the person's. */
export type Features = {
  readonly rightEye: Point;
  readonly leftEye: Point;
  readonly nose: Point;
  readonly mouthRight: Point;
  readonly mouthLeft: Point;
};

/** The mesh has no middle of the eye; the corners and lids around it have. */
const RIGHT_EYE = [33, 133, 159, 145, 158, 153];
const LEFT_EYE = [362, 263, 386, 374, 385, 380];
const NOSE_TIP = [1, 4];
const MOUTH_RIGHT = [61];
const MOUTH_LEFT = [291];

export function featuresOf(mesh: readonly MeshPoint[]): Features {
  const middleOf = (indices: readonly number[]) =>
    meanPoint(indices.map((index) => meshPoint(mesh, index)));
  return {
    rightEye: middleOf(RIGHT_EYE),
    leftEye: middleOf(LEFT_EYE),
    nose: middleOf(NOSE_TIP),
    mouthRight: middleOf(MOUTH_RIGHT),
    mouthLeft: middleOf(MOUTH_LEFT),
  };
}

export function meshPoint(mesh: readonly MeshPoint[], index: number): MeshPoint {
  return mesh[index] ?? { x: Number.NaN, y: Number.NaN, z: Number.NaN };
}
