import fc from "fast-check";
import { expect, test } from "vitest";
import { instant } from "../kernel/clock.ts";
import { points } from "../kernel/points.ts";
import { decideCommission } from "./decide-commission.ts";

test.each([
  [100n, 500, null, 5n],
  [199n, 500, null, 9n],
  [19n, 500, null, 0n],
  [100n, 0, null, 0n],
  [100n, 10_000, null, 100n],
  [100n, 500, 1_001, 0n],
  [100n, 500, 1_000, 5n],
])("%d points at %d basis points, free until %s: %d", (price, basisPoints, freeUntil, expected) => {
  const commission = decideCommission({
    points: points(price),
    basisPoints,
    freeUntil: freeUntil === null ? null : instant(freeUntil),
    at: instant(1_000),
  });
  expect(commission).toBe(expected);
});

test("law: the seller never gets less than nothing, nor more than the order", () => {
  const price = fc.bigInt({ min: 1n, max: 9_007_199_254_740_991n });
  fc.assert(
    fc.property(price, fc.integer({ min: 0, max: 10_000 }), (of, basisPoints) => {
      const commission = decideCommission({
        points: points(of),
        basisPoints,
        freeUntil: null,
        at: instant(0),
      });
      expect(commission >= 0n && commission <= of).toBe(true);
    }),
  );
});
