import { applyAffine, cropTransform, type Point } from "./geometry.ts";
import { type Raster, sampleRaster } from "./raster.ts";
import type { Network, Runtime } from "./runtime.ts";

/** A face the detector found, in pixels of the raster. */
export type DetectedFace = {
  readonly score: number;
  readonly box: Box;
  /** Of the person: right is left in the picture. */
  readonly rightEye: Point;
  readonly leftEye: Point;
};

export type Box = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

export type FaceDetector = (raster: Raster) => Promise<readonly DetectedFace[]>;

const SIDE = 128;
const PIXEL_SCALE = { subtract: 127.5, multiply: 1 / 127.5 };
/** The detector's own default. */
const SCORE_MINIMUM = 0.5;
/** Two boxes that share more than this of what they cover are one face; the detector's own default. */
const OVERLAP_MAXIMUM = 0.3;
/** A box, then six points; of these the two eyes are used. */
const VALUES_PER_ANCHOR = 16;

/** MediaPipe's short-range detector: faces up to some two metres from the camera. */
export async function openFaceDetector(runtime: Runtime, model: Uint8Array): Promise<FaceDetector> {
  const network = await runtime.open(model, [1, 3, SIDE, SIDE]);
  return (raster) => detectFaces(network, raster);
}

async function detectFaces(network: Network, raster: Raster): Promise<readonly DetectedFace[]> {
  const longer = Math.max(raster.width, raster.height);
  const middle = { x: (raster.width - 1) / 2, y: (raster.height - 1) / 2 };
  const size = { width: SIDE, height: SIDE };
  const transform = cropTransform({ middle, width: longer, height: longer, angle: 0 }, size);
  const sample = sampleRaster(raster, transform, { ...size, scale: PIXEL_SCALE });
  const [regressions, scores] = await network.run(sample.values);
  if (regressions === undefined || scores === undefined) return [];
  const candidates = decodeAnchors(regressions, scores).map((face) => ({
    score: face.score,
    box: boxBetween(
      applyAffine(transform, { x: face.box.left, y: face.box.top }),
      applyAffine(transform, { x: face.box.right, y: face.box.bottom }),
    ),
    rightEye: applyAffine(transform, face.rightEye),
    leftEye: applyAffine(transform, face.leftEye),
  }));
  return withoutOverlaps(candidates).sort((one, other) => areaOf(other.box) - areaOf(one.box));
}

/**
 * The network answers for 896 anchors: two in each cell of a grid of 16 × 16, then six in each of
 * 8 × 8. Its numbers are pixels of the sample, counted from the middle of the anchor's cell: the
 * box's middle, width and height, then the points.
 */
export function decodeAnchors(regressions: Float32Array, scores: Float32Array): DetectedFace[] {
  return ANCHORS.flatMap((anchor, index) => {
    const score = 1 / (1 + Math.exp(-(scores[index] ?? Number.NEGATIVE_INFINITY)));
    if (score < SCORE_MINIMUM) return [];
    const value = (offset: number) => regressions[index * VALUES_PER_ANCHOR + offset] ?? 0;
    const pointAt = (offset: number) => ({
      x: anchor.x + value(offset),
      y: anchor.y + value(offset + 1),
    });
    const { x, y } = pointAt(0);
    const halfWidth = value(2) / 2;
    const halfHeight = value(3) / 2;
    const box = boxBetween(
      { x: x - halfWidth, y: y - halfHeight },
      { x: x + halfWidth, y: y + halfHeight },
    );
    return [{ score, box, rightEye: pointAt(4), leftEye: pointAt(6) }];
  });
}

const ANCHORS: readonly Point[] = [
  { cells: 16, anchorsPerCell: 2 },
  { cells: 8, anchorsPerCell: 6 },
].flatMap(({ cells, anchorsPerCell }) =>
  Array.from({ length: cells * cells * anchorsPerCell }, (_, index) => {
    const cell = Math.floor(index / anchorsPerCell);
    const middleOf = (position: number) => ((position + 0.5) * SIDE) / cells;
    return { x: middleOf(cell % cells), y: middleOf(Math.floor(cell / cells)) };
  }),
);

/** How far the line from the right eye to the left leans, in radians, clockwise as seen. */
export function leanOf({ rightEye, leftEye }: DetectedFace): number {
  return Math.atan2(leftEye.y - rightEye.y, leftEye.x - rightEye.x);
}

/** Non-maximum suppression: the surest of those that overlap. */
export function withoutOverlaps(faces: readonly DetectedFace[]): DetectedFace[] {
  const kept: DetectedFace[] = [];
  for (const face of faces.toSorted((one, other) => other.score - one.score)) {
    if (!kept.some(({ box }) => overlap(box, face.box) > OVERLAP_MAXIMUM)) kept.push(face);
  }
  return kept;
}

/** The area both cover by the area either covers. */
function overlap(one: Box, other: Box): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  const both = Math.max(0, width) * Math.max(0, height);
  return both / (areaOf(one) + areaOf(other) - both);
}

function areaOf({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}

function boxBetween(corner: Point, opposite: Point): Box {
  return { left: corner.x, top: corner.y, right: opposite.x, bottom: opposite.y };
}
