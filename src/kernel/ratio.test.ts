import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { points } from "./points.ts";
import { compareWorth, givenFloor, ratio, takenCeil } from "./ratio.ts";

const positive = fc.bigInt({ min: 1n, max: 1_000_000n });
const ratios = fc.tuple(positive, positive).map(([shop, mall]) => ratio(shop, mall));
const amounts = fc.bigInt({ min: 0n, max: 9_007_199_254_740_991n }).map(points);

describe("a conversion at 100 : 3", () => {
  test.each([
    [250n, 7n, 234n],
    [33n, 0n, 0n],
    [34n, 1n, 34n],
    [100n, 3n, 100n],
    [99n, 2n, 67n],
    [1_000n, 30n, 1_000n],
  ])("of %s gives %s and takes %s", (asked, given, taken) => {
    const by = ratio(100n, 3n);
    expect(givenFloor(by, points(asked))).toBe(given);
    expect(takenCeil(by, points(given))).toBe(taken);
  });
});

describe("the two roundings", () => {
  test("law: never take more than was asked", () => {
    fc.assert(
      fc.property(ratios, amounts, (by, asked) => takenCeil(by, givenFloor(by, asked)) <= asked),
    );
  });

  test("law: what is taken gives just as much again", () => {
    fc.assert(
      fc.property(ratios, amounts, (by, asked) => {
        const given = givenFloor(by, asked);
        expect(givenFloor(by, takenCeil(by, given))).toBe(given);
      }),
    );
  });

  test("law: one point less taken would give less", () => {
    fc.assert(
      fc.property(ratios, amounts, (by, asked) => {
        const given = givenFloor(by, asked);
        const taken = takenCeil(by, given);
        fc.pre(taken > 0n);
        expect(givenFloor(by, points(taken - 1n)) < given).toBe(true);
      }),
    );
  });
});

test("worth compares as fractions do", () => {
  expect(compareWorth(ratio(100n, 3n), ratio(1000n, 30n))).toBe(0);
  expect(compareWorth(ratio(100n, 3n), ratio(100n, 4n))).toBe(-1);
  expect(compareWorth(ratio(1n, 1n), ratio(1_000_000n, 999_999n))).toBe(1);
});
