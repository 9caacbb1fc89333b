import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvariantViolation } from "./invariant.ts";
import {
  add,
  larger,
  negate,
  type Points,
  points,
  pointsFromJson,
  pointsToJson,
  scaleCeil,
  scaleFloor,
  shareByWeights,
  smaller,
  split,
  subtract,
  sum,
  times,
} from "./points.ts";

const amounts = fc.bigInt({ min: -(2n ** 52n), max: 2n ** 52n }).map(points);

describe("points", () => {
  test("law: to JSON and back is the same", () => {
    fc.assert(
      fc.property(amounts, (value) => {
        expect(pointsFromJson(pointsToJson(value))).toBe(value);
      }),
    );
  });

  test("law: adding and taking away again changes nothing", () => {
    fc.assert(
      fc.property(amounts, amounts, (left, right) => {
        expect(subtract(add(left, right), right)).toBe(left);
        expect(add(left, negate(right))).toBe(subtract(left, right));
      }),
    );
  });

  test("law: the smaller and the larger are the two", () => {
    fc.assert(
      fc.property(amounts, amounts, (left, right) => {
        expect(add(smaller(left, right), larger(left, right))).toBe(add(left, right));
        expect(smaller(left, right) <= larger(left, right)).toBe(true);
      }),
    );
  });

  test("sums and multiples agree", () => {
    expect(sum([points(3n), points(3n), points(3n)])).toBe(times(points(3n), 3));
    expect(sum([])).toBe(0n);
  });

  test("law: the parts of an amount are alike but for one, and sum to it", () => {
    const positive = fc.bigInt({ min: 0n, max: 2n ** 52n }).map(points);
    fc.assert(
      fc.property(positive, fc.integer({ min: 1, max: 64 }), (value, count) => {
        const parts = split(value, count);
        expect(parts.length).toBe(count);
        expect(sum(parts)).toBe(value);
        const least = value / BigInt(count);
        expect(parts.every((part) => part === least || part === least + 1n)).toBe(true);
      }),
    );
  });

  test("law: shares by weight sum to the amount, and none is a whole one off its proportion", () => {
    const positive = fc.bigInt({ min: 0n, max: 2n ** 52n }).map(points);
    const weights = fc
      .array(fc.nat(20), { minLength: 1, maxLength: 12 })
      .filter((all) => all.some((weight) => weight > 0));
    fc.assert(
      fc.property(positive, weights, (value, all) => {
        const shares = shareByWeights(value, all);
        expect(sum(shares)).toBe(value);
        const total = BigInt(all.reduce((one, other) => one + other, 0));
        for (const [index, share] of shares.entries()) {
          const exact = value * BigInt(all[index] ?? 0);
          expect(share * total > exact - total && share * total < exact + total).toBe(true);
        }
      }),
    );
  });

  test.each([
    [3n, [1, 1], [2n, 1n]],
    [7n, [1, 1, 1, 1, 1], [2n, 2n, 1n, 1n, 1n]],
    [10n, [3, 3, 1], [4n, 4n, 2n]],
    [5n, [0, 2, 0], [0n, 5n, 0n]],
    [0n, [1, 2], [0n, 0n]],
  ])(
    "%s shared by %s is %s: the largest remainder first, of equals the first",
    (value, all, shares) => {
      expect(shareByWeights(points(value), all)).toEqual(shares);
    },
  );

  test("law: floor and ceiling enclose the fraction, and differ only where it is one", () => {
    const scale = fc.record({
      numerator: fc.bigInt({ min: 0n, max: 10_000n }),
      denominator: fc.bigInt({ min: 1n, max: 10_000n }),
    });
    const positive = fc.bigInt({ min: 0n, max: 2n ** 52n }).map(points);
    fc.assert(
      fc.property(positive, scale, (value, by) => {
        const exact = value * by.numerator;
        const [low, high] = [scaleFloor(value, by), scaleCeil(value, by)];
        expect(low * by.denominator <= exact && exact <= high * by.denominator).toBe(true);
        expect(high - low).toBe(exact % by.denominator === 0n ? 0n : 1n);
      }),
    );
  });

  const half = { numerator: 1n, denominator: 2n };
  const bad = [
    ["a scale of a debt", points(-1n), half],
    ["a scale by less than nothing", points(1n), { numerator: -1n, denominator: 2n }],
    ["a scale by a fraction of nothing", points(1n), { numerator: 1n, denominator: 0n }],
    ["a scale by a fraction of a debt", points(1n), { numerator: 1n, denominator: -2n }],
  ] as const;

  test.each<[name: string, act: () => unknown, said: string]>([
    ["a fraction from JSON", () => pointsFromJson(1.5), "not a safe integer: 1.5"],
    ["shares of a debt", () => shareByWeights(points(-1n), [1]), "shares out of domain"],
    ["shares of no weight", () => shareByWeights(points(1n), [0, 0]), "shares out of domain"],
    ["half a part", () => split(points(1n), 0.5), "not a number of parts: 0.5"],
    ["no parts at all", () => split(points(1n), 0), "not a number of parts: 0"],
    ["half a quantity", () => times(points(1n), 0.5), "not a whole count: 0.5"],
    ...bad.flatMap(([name, value, by]): [string, () => unknown, string][] => [
      [`${name}, rounded down,`, () => scaleFloor(value, by), "scaleFloor out of domain"],
      [`${name}, rounded up,`, () => scaleCeil(value, by), "scaleCeil out of domain"],
    ]),
  ])("%s is a bug, and throws", (_, act, said) => {
    expect(act).toThrow(new InvariantViolation(said));
  });

  test.each([
    [2n ** 53n, 9_007_199_254_740_991],
    [2n ** 53n - 1n, 9_007_199_254_740_991],
    [10n ** 30n, 9_007_199_254_740_991],
    [-(2n ** 53n), -9_007_199_254_740_991],
    [-(10n ** 30n), -9_007_199_254_740_991],
  ])("%s is answered as %s", (value, answered) => {
    expect(pointsToJson(points(value))).toBe(answered);
  });

  test("nothing, and nothing times something, can be scaled", () => {
    const none = { numerator: 0n, denominator: 1n };
    expect([scaleFloor(points(0n), half), scaleCeil(points(0n), half)]).toEqual([0n, 0n]);
    expect([scaleFloor(points(5n), none), scaleCeil(points(5n), none)]).toEqual([0n, 0n]);
  });

  test("a bare sum of two amounts is not points any more", () => {
    const left = points(1n);
    // @ts-expect-error bigint arithmetic loses the brand, so the compiler refuses this assignment
    const wrong: Points = left + left;
    expect(wrong).toBe(2n);
  });
});
