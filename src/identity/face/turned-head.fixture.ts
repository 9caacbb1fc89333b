import sharp from "sharp";
import { decodePicture } from "./decode-picture.ts";
import { openFaceDetector } from "./detect-faces.ts";
import { type MeshPoint, meshPoint, openLandmarkFinder } from "./find-landmarks.ts";
import type { Point } from "./geometry.ts";
import { measureHead } from "./measure-head.ts";
import { readModels } from "./models.ts";
import { onnxRuntime } from "./onnx-runtime.ts";
import { MODELS_FOLDER } from "./portraits.fixture.ts";
import type { Raster } from "./raster.ts";
import { type Triangle, triangulate, turn } from "./triangles.fixture.ts";

/**
 * Stands in for a person before a camera: a photograph whose head turns, nods and shuts its eyes,
 * because the mesh found in it is moved in three dimensions and painted again.
 */
export type HeadPose = {
  /** Degrees, as `Face` has them. Left out: as in the photograph. */
  readonly yaw?: number;
  readonly pitch?: number;
  /** 0 as in the photograph, 1 shut, below 0 wider. */
  readonly eyesClosed?: number;
  /** Pixels the head has moved to the right and down. */
  readonly moved?: Point;
};

/** JPEG of the photograph's own size, at most 640 pixels a side. */
export type TurnableHead = (pose: HeadPose) => Promise<Buffer>;

export async function turnedHead(photograph: Uint8Array, pose: HeadPose): Promise<Buffer> {
  const head = await openTurnableHead(photograph);
  return head(pose);
}

/** Finds the mesh once, for many frames of one photograph. */
export async function openTurnableHead(photograph: Uint8Array): Promise<TurnableHead> {
  const decoded = await decodePicture(photograph);
  if (decoded === null) throw new Error("This is no picture.");
  const { raster } = decoded;
  const models = readModels(MODELS_FOLDER);
  const detectFaces = await openFaceDetector(onnxRuntime, models.detector);
  const findLandmarks = await openLandmarkFinder(onnxRuntime, models.landmarks);
  const [face] = await detectFaces(raster);
  if (face === undefined) throw new Error("There is no face in this picture.");
  const { mesh } = await findLandmarks(raster, face);
  const vertices = [...mesh.map((point) => ({ ...point, follows: 1 })), ...around(mesh, raster)];
  const scene = {
    raster,
    vertices,
    triangles: triangulate(vertices),
    own: measureHead(mesh, face),
  };
  return (pose) => paint(scene, pose);
}

/** `follows`: how much of the head's movement the point takes part in. */
type Vertex = MeshPoint & { readonly follows: number };

type Scene = {
  readonly raster: Raster;
  readonly vertices: readonly Vertex[];
  readonly triangles: readonly Triangle[];
  readonly own: { readonly yaw: number; readonly pitch: number };
};

/** The mesh's outline, once around. */
const OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148,
  176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
/** Hair, ears and neck go with the head, what is around it less and less. */
const RINGS = [
  { reach: 1.15, follows: 1 },
  { reach: 1.5, follows: 0.5 },
];
const BORDER_POINTS_PER_SIDE = 8;
const RIGHT_TEMPLE = 234;
const LEFT_TEMPLE = 454;

function around(mesh: readonly MeshPoint[], { width, height }: Raster): Vertex[] {
  const axis = axisOf(mesh);
  const rings = RINGS.flatMap(({ reach, follows }) =>
    OVAL.map((index) => {
      const { x, y } = meshPoint(mesh, index);
      const out = { x: axis.x + reach * (x - axis.x), y: axis.y + reach * (y - axis.y) };
      return { ...out, z: axis.z, follows };
    }),
  ).filter(({ x, y }) => x > 1 && y > 1 && x < width - 2 && y < height - 2);
  const steps = Array.from({ length: BORDER_POINTS_PER_SIDE }, (_, index) => index);
  const border = steps.flatMap((step) => {
    const x = (step * (width - 1)) / BORDER_POINTS_PER_SIDE;
    const y = (step * (height - 1)) / BORDER_POINTS_PER_SIDE;
    return [
      { x, y: 0 },
      { x: width - 1, y },
      { x: width - 1 - x, y: height - 1 },
      { x: 0, y: height - 1 - y },
    ];
  });
  return [...rings, ...border.map((point) => ({ ...point, z: axis.z, follows: 0 }))];
}

/** What the head turns about: between the temples. */
function axisOf(mesh: readonly MeshPoint[]): MeshPoint {
  const right = meshPoint(mesh, RIGHT_TEMPLE);
  const left = meshPoint(mesh, LEFT_TEMPLE);
  return { x: (right.x + left.x) / 2, y: (right.y + left.y) / 2, z: (right.z + left.z) / 2 };
}

/**
 * Down the eyelid: its crease, its edge, and the edge of the lower lid. The lids meet a little below
 * the lower one, and the crease comes most of the way, so that lashes are not drawn out into an eye.
 */
const LIDS: readonly (readonly [crease: number, upper: number, lower: number])[] = [
  [247, 246, 7],
  [30, 161, 163],
  [29, 160, 144],
  [27, 159, 145],
  [28, 158, 153],
  [56, 157, 154],
  [190, 173, 155],
  [467, 466, 249],
  [260, 388, 390],
  [259, 387, 373],
  [257, 386, 374],
  [258, 385, 380],
  [286, 384, 381],
  [414, 398, 382],
];
const CREASE_FOLLOWS = 0.8;
const MEET_BELOW = 0.2;

function posed({ vertices, own }: Scene, pose: HeadPose): readonly MeshPoint[] {
  const { yaw = own.yaw, pitch = own.pitch, eyesClosed = 0, moved = { x: 0, y: 0 } } = pose;
  const axis = axisOf(vertices);
  const shut = [...vertices];
  for (const [crease, upper, lower] of LIDS) {
    const meeting = between(meshPoint(vertices, lower), meshPoint(vertices, upper), -MEET_BELOW);
    const lid = (index: number, share: number) => {
      const moved = between(meshPoint(vertices, index), meeting, share * eyesClosed);
      shut[index] = { ...moved, follows: 1 };
    };
    lid(upper, 1);
    lid(lower, 1);
    lid(crease, CREASE_FOLLOWS);
  }
  const turnedBy = radians(yaw - own.yaw);
  const raisedBy = radians(pitch - own.pitch);
  return shut.map((point) => {
    const turned = rotated(point, axis, { turnedBy, raisedBy });
    const there = { x: turned.x + moved.x, y: turned.y + moved.y, z: turned.z };
    return between(point, there, point.follows);
  });
}

/** To the person's left about the vertical axis, then up about the horizontal one. */
function rotated(
  point: MeshPoint,
  axis: MeshPoint,
  { turnedBy, raisedBy }: { turnedBy: number; raisedBy: number },
): MeshPoint {
  const x = point.x - axis.x;
  const y = point.y - axis.y;
  const towards = axis.z - point.z;
  const turnedX = x * Math.cos(turnedBy) + towards * Math.sin(turnedBy);
  const turnedTowards = towards * Math.cos(turnedBy) - x * Math.sin(turnedBy);
  const raisedY = y * Math.cos(raisedBy) - turnedTowards * Math.sin(raisedBy);
  const raisedTowards = turnedTowards * Math.cos(raisedBy) + y * Math.sin(raisedBy);
  return { x: axis.x + turnedX, y: axis.y + raisedY, z: axis.z - raisedTowards };
}

function between(from: MeshPoint, to: MeshPoint, share: number): MeshPoint {
  return {
    x: from.x + share * (to.x - from.x),
    y: from.y + share * (to.y - from.y),
    z: from.z + share * (to.z - from.z),
  };
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** The furthest triangles first, so that a nearer one covers them. */
function paint(scene: Scene, pose: HeadPose): Promise<Buffer> {
  const { raster, vertices, triangles } = scene;
  const there = posed(scene, pose);
  const depth = (triangle: Triangle) =>
    triangle.reduce((sum, index) => sum + meshPoint(there, index).z, 0);
  const canvas = { ...raster, pixels: Uint8Array.from(raster.pixels) };
  for (const triangle of triangles.toSorted((one, other) => depth(other) - depth(one))) {
    const corner = (points: readonly MeshPoint[]) =>
      triangle.map((index) => meshPoint(points, index));
    paintTriangle(canvas, raster, { from: corner(vertices), to: corner(there) });
  }
  const { width, height } = raster;
  return sharp(canvas.pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** So much a pixel may lie outside of its triangle, that no cracks open between two. */
const EDGE = 0.001;

function paintTriangle(
  canvas: Raster,
  source: Raster,
  { from, to }: { from: readonly Point[]; to: readonly Point[] },
): void {
  const [a, b, c] = to;
  const [fromA, fromB, fromC] = from;
  if (!a || !b || !c || !fromA || !fromB || !fromC) return;
  const area = turn(a, b, c);
  // A triangle that shows its back is behind the nose or around the corner.
  if (area * turn(fromA, fromB, fromC) <= 0) return;
  const [left, right] = range([a.x, b.x, c.x], canvas.width);
  const [top, bottom] = range([a.y, b.y, c.y], canvas.height);
  // Scalars alone: with a point made for each pixel a frame takes five times as long.
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const shareA = ((b.x - x) * (c.y - y) - (b.y - y) * (c.x - x)) / area;
      const shareB = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / area;
      const shareC = 1 - shareA - shareB;
      if (shareA < -EDGE || shareB < -EDGE || shareC < -EDGE) continue;
      const fromX = shareA * fromA.x + shareB * fromB.x + shareC * fromC.x;
      const fromY = shareA * fromA.y + shareB * fromB.y + shareC * fromC.y;
      copyPixel(canvas, 3 * (y * canvas.width + x), source, fromX, fromY);
    }
  }
}

function range(values: readonly number[], length: number): [number, number] {
  const first = Math.max(0, Math.ceil(Math.min(...values)));
  return [first, Math.min(length - 1, Math.floor(Math.max(...values)))];
}

/** Interpolated between the four pixels around the place it comes from. */
function copyPixel(
  canvas: Raster,
  at: number,
  { pixels, width, height }: Raster,
  ...[fromX, fromY]: [number, number]
): void {
  const left = Math.min(Math.max(Math.floor(fromX), 0), width - 2);
  const top = Math.min(Math.max(Math.floor(fromY), 0), height - 2);
  const across = Math.min(Math.max(fromX - left, 0), 1);
  const down = Math.min(Math.max(fromY - top, 0), 1);
  const first = 3 * (top * width + left);
  for (let channel = 0; channel < 3; channel++) {
    const corner = first + channel;
    const below = corner + 3 * width;
    const upperRow = (pixels[corner] ?? 0) * (1 - across) + (pixels[corner + 3] ?? 0) * across;
    const lowerRow = (pixels[below] ?? 0) * (1 - across) + (pixels[below + 3] ?? 0) * across;
    canvas.pixels[at + channel] = Math.round(upperRow * (1 - down) + lowerRow * down);
  }
}
