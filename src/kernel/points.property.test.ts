import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  larger,
  negate,
  POINTS_MAXIMUM,
  points,
  pointsFromJson,
  scaleCeil,
  scaleFloor,
  smaller,
  subtract,
  sum,
  times,
  ZERO,
} from "./points.ts";

const amounts = fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map(points);
const positive = fc.bigInt({ min: 0n, max: POINTS_MAXIMUM }).map(points);
const scales = fc.record({
  numerator: fc.bigInt({ min: 0n, max: 2n ** 60n }),
  denominator: fc.bigInt({ min: 1n, max: 2n ** 60n }),
});

describe("sums", () => {
  test("law: do not depend on the order, nor on the grouping", () => {
    fc.assert(
      fc.property(fc.array(amounts), fc.array(amounts), (some, others) => {
        const all = [...some, ...others];
        expect(sum(all)).toBe(sum(all.toReversed()));
        expect(sum(all)).toBe(add(sum(some), sum(others)));
      }),
    );
  });

  test("law: what is there and what is owed cancel out, and nothing adds nothing", () => {
    fc.assert(
      fc.property(amounts, (value) => {
        expect(add(value, negate(value))).toBe(ZERO);
        expect(subtract(value, value)).toBe(ZERO);
        expect(add(value, ZERO)).toBe(value);
      }),
    );
  });

  test("law: so many times an amount is that many of it together", () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 100 }), (value, count) => {
        expect(times(value, count)).toBe(sum(Array.from({ length: count }, () => value)));
        expect(times(value, -count)).toBe(negate(times(value, count)));
      }),
    );
  });
});

describe("the smaller and the larger", () => {
  test("law: are one of the two each, whichever comes first", () => {
    fc.assert(
      fc.property(amounts, amounts, (left, right) => {
        expect([left, right]).toContain(smaller(left, right));
        expect(smaller(left, right)).toBe(smaller(right, left));
        expect(larger(left, right)).toBe(larger(right, left));
        expect(smaller(left, right)).toBe(negate(larger(negate(left), negate(right))));
      }),
    );
  });
});

describe("scaling", () => {
  test("law: more is never scaled to less", () => {
    fc.assert(
      fc.property(positive, positive, scales, (left, right, by) => {
        const [few, many] = [smaller(left, right), larger(left, right)];
        expect(scaleFloor(few, by) <= scaleFloor(many, by)).toBe(true);
        expect(scaleCeil(few, by) <= scaleCeil(many, by)).toBe(true);
      }),
    );
  });

  test("law: splitting never gains when rounded down, nor saves when rounded up", () => {
    fc.assert(
      fc.property(positive, positive, scales, (left, right, by) => {
        const [floors, whole] = [
          add(scaleFloor(left, by), scaleFloor(right, by)),
          add(left, right),
        ];
        expect(floors <= scaleFloor(whole, by)).toBe(true);
        expect(add(scaleCeil(left, by), scaleCeil(right, by)) >= scaleCeil(whole, by)).toBe(true);
      }),
    );
  });

  test("law: there and back, rounded against oneself, never gains", () => {
    fc.assert(
      fc.property(positive, scales, (value, by) => {
        fc.pre(by.numerator > 0n);
        const back = { numerator: by.denominator, denominator: by.numerator };
        expect(scaleFloor(scaleFloor(value, by), back) <= value).toBe(true);
        expect(scaleCeil(scaleCeil(value, by), back) >= value).toBe(true);
      }),
    );
  });
});

test("the largest amount on the wire is the largest that JSON holds exactly", () => {
  expect(POINTS_MAXIMUM).toBe(pointsFromJson(Number.MAX_SAFE_INTEGER));
});
