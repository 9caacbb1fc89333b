import { expect, test } from "vitest";
import type { DetectedFace } from "./detect-faces.ts";
import type { MeshPoint } from "./find-landmarks.ts";
import { measureHead } from "./measure-head.ts";

/** A face as flat as paper, 100 wide and 120 high, whose eyes are 40 apart, 20 wide and 6 open. */
function flatMesh(): MeshPoint[] {
  const mesh = Array.from({ length: 468 }, () => ({ x: 0, y: 0, z: 0 }));
  const put = (indices: readonly number[], x: number, y: number) => {
    for (const index of indices) mesh[index] = { x, y, z: 0 };
  };
  for (const [middle, outer, inner, above, below] of [
    [-20, 33, 133, [159, 158, 160], [145, 153, 144]],
    [20, 263, 362, [386, 385, 387], [374, 380, 373]],
  ] as const) {
    put([outer], middle + Math.sign(middle) * 10, 0);
    put([inner], middle - Math.sign(middle) * 10, 0);
    put(above, middle, -3);
    put(below, middle, 3);
  }
  put([1, 4], 0, 30);
  put([234], -50, 10);
  put([454], 50, 10);
  put([10], 0, -60);
  put([152], 0, 60);
  return mesh;
}

function faceLeaning(y: number): DetectedFace {
  const box = { left: -50, top: -60, right: 50, bottom: 60 };
  return { score: 1, box, rightEye: { x: -20, y: -y }, leftEye: { x: 20, y } };
}

const UPRIGHT = faceLeaning(0);

test("a face straight before the camera", () => {
  const measured = measureHead(flatMesh(), UPRIGHT);
  expect(measured).toEqual({
    yaw: expect.closeTo(0),
    pitch: expect.closeTo(0),
    roll: expect.closeTo(0),
    noseOffset: expect.closeTo(0),
    eyeOpening: expect.closeTo(6 / 20),
  });
});

test.each([
  { what: "turned to the left, the left temple goes away", index: 454, z: 100, yaw: 45, pitch: 0 },
  {
    what: "turned to the right, the right temple goes away",
    index: 234,
    z: 100,
    yaw: -45,
    pitch: 0,
  },
  { what: "looking up, the forehead goes away", index: 10, z: 120, yaw: 0, pitch: 45 },
  { what: "looking down, the chin goes away", index: 152, z: 120, yaw: 0, pitch: -45 },
])("$what", ({ index, z, yaw, pitch }) => {
  const mesh = flatMesh();
  const point = mesh[index];
  if (point !== undefined) mesh[index] = { ...point, z };
  const measured = measureHead(mesh, UPRIGHT);
  expect(measured.yaw).toBeCloseTo(yaw, 6);
  expect(measured.pitch).toBeCloseTo(pitch, 6);
});

test.each([
  { what: "to the left of the person, right in the picture", x: 10, noseOffset: 0.25 },
  { what: "to the right", x: -10, noseOffset: -0.25 },
])("the nose moves by a quarter of the eyes' distance: $what", ({ x, noseOffset }) => {
  const mesh = flatMesh().map((point, index) =>
    index === 1 || index === 4 ? { ...point, x } : point,
  );
  expect(measureHead(mesh, UPRIGHT).noseOffset).toBeCloseTo(noseOffset, 6);
});

test("a head that leans is measured along its eyes", () => {
  const { roll, noseOffset } = measureHead(flatMesh(), faceLeaning(20));
  expect(roll).toBeCloseTo(45, 6);
  // The nose is 30 below the eyes; along a line that falls to the right, 30 · sin 45° to the right.
  expect(noseOffset).toBeCloseTo((30 * Math.SQRT1_2) / 40, 6);
});

test("eyes half shut are half as open", () => {
  const mesh = flatMesh().map((point) =>
    Math.abs(point.y) === 3 ? { ...point, y: point.y / 2 } : point,
  );
  expect(measureHead(mesh, UPRIGHT).eyeOpening).toBeCloseTo(3 / 20, 6);
});
