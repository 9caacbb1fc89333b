import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applyAffine,
  cropTransform,
  inverseAffine,
  type Point,
  similarityTransform,
} from "./geometry.ts";

const TRIANGLE: readonly Point[] = [
  { x: 0, y: 0 },
  { x: 4, y: 0 },
  { x: 0, y: 2 },
];

function expectPoint(found: Point, expected: Point): void {
  expect(found.x).toBeCloseTo(expected.x, 6);
  expect(found.y).toBeCloseTo(expected.y, 6);
}

test.each([
  { what: "itself", to: TRIANGLE, expected: { x: 1, y: 1 } },
  {
    what: "a shift",
    to: TRIANGLE.map(({ x, y }) => ({ x: x + 5, y: y - 3 })),
    expected: { x: 6, y: -2 },
  },
  {
    what: "twice the size",
    to: TRIANGLE.map(({ x, y }) => ({ x: 2 * x, y: 2 * y })),
    expected: { x: 2, y: 2 },
  },
  {
    what: "a quarter turn",
    to: TRIANGLE.map(({ x, y }) => ({ x: -y, y: x })),
    expected: { x: -1, y: 1 },
  },
])("a similarity is found exactly: $what", ({ to, expected }) => {
  expectPoint(applyAffine(similarityTransform(TRIANGLE, to), { x: 1, y: 1 }), expected);
});

test("what is no similarity is met in the middle: the mean goes to the mean", () => {
  const to = [
    { x: 0, y: 0 },
    { x: 9, y: 1 },
    { x: 1, y: 7 },
  ];
  const mean = { x: 4 / 3, y: 2 / 3 };
  expectPoint(applyAffine(similarityTransform(TRIANGLE, to), mean), { x: 10 / 3, y: 8 / 3 });
});

test("a mirrored face is not mirrored back", () => {
  const mirrored = TRIANGLE.map(({ x, y }) => ({ x: -x, y }));
  const { a, b, d, e } = similarityTransform(TRIANGLE, mirrored);
  expect(a * e - b * d).toBeGreaterThan(0);
});

const coordinate = fc.double({ min: -500, max: 500, noNaN: true });

test("property: a transform and its inverse leave a point where it was", () => {
  const scale = fc.double({ min: 0.1, max: 10, noNaN: true });
  const angle = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(
    fc.property(scale, angle, coordinate, coordinate, (size, turn, x, y) => {
      const to = TRIANGLE.map((point) => ({
        x: size * (point.x * Math.cos(turn) - point.y * Math.sin(turn)) + x,
        y: size * (point.x * Math.sin(turn) + point.y * Math.cos(turn)) + y,
      }));
      const transform = similarityTransform(TRIANGLE, to);
      const back = applyAffine(inverseAffine(transform), applyAffine(transform, { x, y }));
      return Math.abs(back.x - x) < 1e-6 && Math.abs(back.y - y) < 1e-6;
    }),
  );
});

test.each([
  {
    what: "the whole picture",
    angle: 0,
    width: 100,
    height: 50,
    at: { x: 0, y: 0 },
    expected: { x: 0.5, y: 0.5 },
  },
  {
    what: "its middle",
    angle: 0,
    width: 100,
    height: 50,
    at: { x: 24.5, y: 12 },
    expected: { x: 49.5, y: 24.5 },
  },
  {
    what: "a quarter turn",
    angle: Math.PI / 2,
    width: 100,
    height: 50,
    at: { x: 49, y: 12 },
    expected: { x: 49.5, y: 73.5 },
  },
])(
  "a crop is mapped pixel middle on pixel middle: $what",
  ({ angle, width, height, at, expected }) => {
    const crop = { middle: { x: 49.5, y: 24.5 }, width, height, angle };
    expectPoint(applyAffine(cropTransform(crop, { width: 50, height: 25 }), at), expected);
  },
);
