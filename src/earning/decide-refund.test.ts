import fc from "fast-check";
import { expect, test } from "vitest";
import { points, pointsFromJson } from "../kernel/points.ts";
import { bestOf, type FrozenRule } from "./decide-award.ts";
import { decideRefund, type SoldLine } from "./decide-refund.ts";

const pairs: FrozenRule = {
  id: "pairs",
  kind: "bundles",
  parameters: {
    bundles: [
      { quantity: 1, points: 1 },
      { quantity: 2, points: 3 },
    ],
  },
};
const threes: FrozenRule = {
  id: "threes",
  kind: "bundles",
  parameters: { bundles: [{ quantity: 3, points: 10 }] },
};
const each = (perUnit: number): FrozenRule => ({
  id: `each-${perUnit}`,
  kind: "per_unit",
  parameters: { points: perUnit },
});

function sold(quantity: number, more: Partial<SoldLine> = {}): SoldLine {
  const unitPrice = points(100n);
  return { line: 0, quantity, refundedQuantity: 0, unitPrice, competing: [pairs], ...more };
}

const EARNED = { earned: true };

test.each([
  { name: "one of two takes 2, not 1.5", line: sold(2), quantity: 1, taken: 2 },
  {
    name: "the second takes the other 1",
    line: sold(2, { refundedQuantity: 1 }),
    quantity: 1,
    taken: 1,
  },
  { name: "all five take all", line: sold(5), quantity: 5, taken: 7 },
  { name: "no rule, no points", line: sold(4, { competing: [] }), quantity: 4, taken: 0 },
  {
    name: "what competed decides again for what is kept",
    line: sold(3, { competing: [threes, each(2)] }),
    quantity: 1,
    taken: 6,
  },
])("$name", ({ line, quantity, taken }) => {
  expect(decideRefund([line], [{ line: 0, quantity }], EARNED)).toMatchObject({
    ok: true,
    value: { points: pointsFromJson(taken) },
  });
});

test("entries for one line count together", () => {
  const asked = [
    { line: 0, quantity: 1 },
    { line: 0, quantity: 1 },
  ];
  expect(decideRefund([sold(2)], asked, EARNED)).toMatchObject({
    value: { lines: [{ line: 0, quantity: 2, points: 3n }] },
  });
  expect(decideRefund([sold(1)], asked, EARNED)).toMatchObject({
    refusal: { code: "more_than_sold", values: { line: 1, left: 1, asked: 2 } },
  });
});

test.each([
  ["a line that was not sold", { line: 1, quantity: 1 }, 0],
  ["more than was sold", { line: 0, quantity: 4 }, 3],
])("%s is refused", (_, asked, left) => {
  expect(decideRefund([sold(5, { refundedQuantity: 2 })], [asked], EARNED)).toMatchObject({
    refusal: { code: "more_than_sold", values: { left } },
  });
});

test("a sale that gave nobody points takes none", () => {
  const plan = decideRefund([sold(2)], [{ line: 0, quantity: 2 }], { earned: false });
  expect(plan).toMatchObject({ value: { points: 0n } });
});

test("any sequence of refunds takes exactly what the sale gave, and never gives", () => {
  const anyRule = fc.oneof(
    fc.nat(50).map(each),
    fc
      .uniqueArray(fc.record({ quantity: fc.integer({ min: 1, max: 12 }), points: fc.nat(40) }), {
        selector: ({ quantity }) => quantity,
        minLength: 1,
        maxLength: 5,
      })
      .map((bundles) => ({ id: "bundles", kind: "bundles", parameters: { bundles } })),
  );
  fc.assert(
    fc.property(
      fc.array(anyRule, { maxLength: 3 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 }),
      (competing, steps) => {
        const quantity = steps.reduce((total, step) => total + step, 0);
        let refundedQuantity = 0;
        let taken = 0n;
        for (const step of steps) {
          const line = sold(quantity, { competing, refundedQuantity });
          const plan = decideRefund([line], [{ line: 0, quantity: step }], EARNED);
          expect(plan.ok && plan.value.points >= 0n).toBe(true);
          taken += plan.ok ? plan.value.points : 0n;
          refundedQuantity += step;
        }
        expect(taken).toBe(bestOf(competing, { quantity, unitPrice: points(100n) }).points);
      },
    ),
  );
});
