import { describe, expect, test } from "vitest";
import { type DetectedFace, decodeAnchors, leanOf, withoutOverlaps } from "./detect-faces.ts";

const ANCHORS = 896;

/** The network's answer where one anchor sees a face of 20 × 30 around a point 3 right and 4 below. */
function answerOf(anchor: number) {
  const regressions = new Float32Array(ANCHORS * 16);
  regressions.set([3, 4, 20, 30, -5, -6, 5, -6], anchor * 16);
  const scores = new Float32Array(ANCHORS).fill(-10);
  scores[anchor] = 2;
  return decodeAnchors(regressions, scores);
}

describe("anchors: two in each cell of 8 pixels, row by row, then six in each cell of 16", () => {
  test.each([
    { what: "the first", anchor: 0, x: 4, y: 4 },
    { what: "its twin", anchor: 1, x: 4, y: 4 },
    { what: "the next cell", anchor: 2, x: 12, y: 4 },
    { what: "the next row", anchor: 32, x: 4, y: 12 },
    { what: "the last of the fine grid", anchor: 511, x: 124, y: 124 },
    { what: "the first of the coarse grid", anchor: 512, x: 8, y: 8 },
    { what: "the coarse grid's second cell", anchor: 518, x: 24, y: 8 },
    { what: "the last", anchor: 895, x: 120, y: 120 },
  ])("$what", ({ anchor, x, y }) => {
    expect(answerOf(anchor)).toEqual([
      {
        score: expect.closeTo(1 / (1 + Math.exp(-2)), 6),
        box: { left: x - 7, top: y - 11, right: x + 13, bottom: y + 19 },
        rightEye: { x: x - 5, y: y - 6 },
        leftEye: { x: x + 5, y: y - 6 },
      },
    ]);
  });

  test("what the network is less than half sure of is no face", () => {
    const scores = new Float32Array(ANCHORS).fill(-0.01);
    expect(decodeAnchors(new Float32Array(ANCHORS * 16), scores)).toEqual([]);
  });
});

function faceAt(left: number, score: number, size = 10): DetectedFace {
  const box = { left, top: 0, right: left + size, bottom: size };
  return { score, box, rightEye: { x: 0, y: 0 }, leftEye: { x: 1, y: 0 } };
}

test.each([
  { what: "apart", faces: [faceAt(0, 0.6), faceAt(20, 0.9)], kept: [0.9, 0.6] },
  { what: "the same", faces: [faceAt(0, 0.6), faceAt(0, 0.9)], kept: [0.9] },
  // 5 of 15 columns are common: a third.
  { what: "half over each other", faces: [faceAt(0, 0.6), faceAt(5, 0.9)], kept: [0.9] },
  // 4 of 16: a quarter.
  { what: "a little over each other", faces: [faceAt(0, 0.6), faceAt(6, 0.9)], kept: [0.9, 0.6] },
  {
    what: "a chain, whose ends are apart",
    faces: [faceAt(0, 0.7), faceAt(5, 0.9), faceAt(10, 0.8)],
    kept: [0.9],
  },
  { what: "none", faces: [], kept: [] },
])("of faces that overlap the surest is kept: $what", ({ faces, kept }) => {
  expect(withoutOverlaps(faces).map(({ score }) => score)).toEqual(kept);
});

test.each([
  { leftEye: { x: 10, y: 0 }, lean: 0 },
  { leftEye: { x: 10, y: 10 }, lean: Math.PI / 4 },
  { leftEye: { x: 10, y: -10 }, lean: -Math.PI / 4 },
])("a head leans as the line of its eyes: $leftEye", ({ leftEye, lean }) => {
  expect(leanOf({ ...faceAt(0, 1), rightEye: { x: 0, y: 0 }, leftEye })).toBeCloseTo(lean, 6);
});
