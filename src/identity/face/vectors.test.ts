import fc from "fast-check";
import { expect, test } from "vitest";
import { meanEmbedding, similarity, unitLength } from "./vectors.ts";

const vector = (...values: number[]) => Float32Array.from(values);

test.each([
  { one: [1, 0], other: [1, 0], expected: 1 },
  { one: [1, 0], other: [0, 1], expected: 0 },
  { one: [1, 0], other: [-1, 0], expected: -1 },
  { one: [0.6, 0.8], other: [1, 0], expected: 0.6 },
])("$one and $other are alike by $expected", ({ one, other, expected }) => {
  expect(similarity(vector(...one), vector(...other))).toBeCloseTo(expected, 6);
});

test.each([
  { of: [[0.6, 0.8]], expected: [0.6, 0.8] },
  {
    of: [
      [1, 0],
      [0, 1],
    ],
    expected: [Math.SQRT1_2, Math.SQRT1_2],
  },
  {
    of: [
      [1, 0],
      [1, 0],
      [0, 1],
    ],
    expected: [2 / Math.sqrt(5), 1 / Math.sqrt(5)],
  },
])("the mean of $of is $expected", ({ of, expected }) => {
  const mean = meanEmbedding(of.map((values) => vector(...values)));
  expect([...mean]).toEqual(expected.map((value) => expect.closeTo(value, 6)));
});

test("property: a mean has unit length, whatever it is the mean of", () => {
  const embedding = fc
    .array(fc.float({ min: 1, max: 2, noNaN: true }), { minLength: 8, maxLength: 8 })
    .map((values) => unitLength(Float32Array.from(values)));
  fc.assert(
    fc.property(fc.array(embedding, { minLength: 1, maxLength: 6 }), (embeddings) => {
      const mean = meanEmbedding(embeddings);
      return Math.abs(similarity(mean, mean) - 1) < 1e-5;
    }),
  );
});

test("embeddings of different models are not compared, and there is no mean of nothing", () => {
  expect(() => similarity(vector(1), vector(1, 0))).toThrow("one length");
  expect(() => meanEmbedding([vector(1), vector(1, 0)])).toThrow("one length");
  expect(() => meanEmbedding([])).toThrow("at least one");
});

test("a vector without direction stays as it is", () => {
  expect([...unitLength(vector(0, 0))]).toEqual([0, 0]);
});
