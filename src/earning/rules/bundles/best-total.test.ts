import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bundle, bestCombination, bestTotal } from "./best-total.ts";

const anyBundles = fc.uniqueArray(
  fc.record({ quantity: fc.integer({ min: 1, max: 100 }), points: fc.nat(500) }),
  { selector: ({ quantity }) => quantity, minLength: 1, maxLength: 20 },
);

/** Straight from the definition, one quantity after another. */
function naiveTotals(bundles: readonly Bundle[], upTo: number): number[] {
  const totals = [0];
  for (let size = 1; size <= upTo; size += 1) {
    const fitting = bundles.filter(({ quantity }) => quantity <= size);
    const withLast = fitting.map(({ quantity, points }) => (totals[size - quantity] ?? 0) + points);
    totals.push(Math.max(0, ...withLast));
  }
  return totals;
}

test.each([
  [1, 1],
  [2, 3],
  [3, 4],
  [4, 6],
  [5, 7],
  [999_999, 1_499_998],
  [1_000_000, 1_500_000],
])("1 for 1 and 3 for 2: %i pieces earn %i", (quantity, points) => {
  const bundles = [
    { quantity: 1, points: 1 },
    { quantity: 2, points: 3 },
  ];
  expect(bestTotal(bundles, quantity)).toBe(BigInt(points));
});

test("is the naive best for every quantity, beyond where totals repeat too", () => {
  fc.assert(
    fc.property(anyBundles, fc.integer({ min: 0, max: 12_000 }), (bundles, quantity) => {
      expect(bestTotal(bundles, quantity)).toBe(
        BigInt(naiveTotals(bundles, quantity)[quantity] ?? 0),
      );
    }),
    { numRuns: 60 },
  );
});

test("its combination fits into the quantity and adds up to the total", () => {
  fc.assert(
    fc.property(anyBundles, fc.integer({ min: 0, max: 1_000_000 }), (bundles, quantity) => {
      const combination = bestCombination(bundles, quantity);
      const pieces = combination.map(({ bundle, count }) => bundle.quantity * count);
      const points = combination.map(({ bundle, count }) => bundle.points * count);
      expect(sum(pieces)).toBeLessThanOrEqual(quantity);
      expect(BigInt(sum(points))).toBe(bestTotal(bundles, quantity));
    }),
  );
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
