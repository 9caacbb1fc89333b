import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Points, points, pointsFromJson, sum, ZERO } from "../kernel/points.ts";
import { bestOf, type FrozenRule } from "./decide-award.ts";
import { decideRefund, limitRefund, type SoldLine } from "./decide-refund.ts";

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
  return {
    line: 0,
    productId: "prd_tea",
    quantity,
    refundedQuantity: 0,
    unitPrice,
    competing: [pairs],
    ...more,
  };
}

const EARNED = { earned: true, countsTogether: true };

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
  const plan = decideRefund([sold(2)], [{ line: 0, quantity: 2 }], { ...EARNED, earned: false });
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
        expect(taken).toBe(bestOf(competing, { quantity, amount: points(100n) }).points);
      },
    ),
  );
});

describe("a product on several lines", () => {
  const twoLines = (back: [number, number] = [0, 0]) =>
    [0, 1].map((line) => sold(1, { line, refundedQuantity: back[line] ?? 0 }));

  test.each([0, 1])("takes the same from line %s, and the rest from the other", (first) => {
    const other = 1 - first;
    const one = decideRefund(twoLines(), [{ line: first, quantity: 1 }], EARNED);
    expect(one).toMatchObject({ value: { points: 2n, lines: [{ line: first, points: 2n }] } });
    const back: [number, number] = first === 0 ? [1, 0] : [0, 1];
    const rest = decideRefund(twoLines(back), [{ line: other, quantity: 1 }], EARNED);
    expect(rest).toMatchObject({ value: { points: 1n } });
  });

  test("that come back together share what is taken", () => {
    const both = [0, 1].map((line) => ({ line, quantity: 1 }));
    expect(decideRefund(twoLines(), both, EARNED)).toMatchObject({
      value: {
        points: 3n,
        lines: [
          { line: 0, points: 2n },
          { line: 1, points: 1n },
        ],
      },
    });
  });

  test("counts each line by itself on a receipt that earned so", () => {
    const old = { earned: true, countsTogether: false };
    for (const line of [0, 1]) {
      const plan = decideRefund(twoLines(), [{ line, quantity: 1 }], old);
      expect(plan).toMatchObject({ value: { points: 1n } });
    }
  });

  test("another product on the receipt changes nothing", () => {
    const lines = [...twoLines(), sold(2, { line: 2, productId: "prd_coffee" })];
    const plan = decideRefund(lines, [{ line: 2, quantity: 1 }], EARNED);
    expect(plan).toMatchObject({ value: { points: 2n, lines: [{ line: 2, points: 2n }] } });
  });
});

test.each([
  { name: "nothing expired: as planned", points: 10, refunded: 0, expired: 0, taken: [4, 2] },
  { name: "all expired: nothing", points: 10, refunded: 0, expired: 10, taken: [0, 0] },
  { name: "what is left, shared", points: 10, refunded: 0, expired: 7, taken: [2, 1] },
  { name: "less what was taken before", points: 10, refunded: 4, expired: 3, taken: [2, 1] },
  { name: "older refunds that took too much", points: 10, refunded: 8, expired: 7, taken: [0, 0] },
])("of a refund of 6, $name", ({ points: given, refunded, expired, taken }) => {
  const plan = {
    points: points(6n),
    lines: [
      { line: 0, quantity: 2, points: points(4n) },
      { line: 1, quantity: 1, points: points(2n) },
    ],
  };
  const of = { points: given, refundedPoints: refunded, expired };
  const sale = Object.fromEntries(
    Object.entries(of).map(([name, amount]) => [name, pointsFromJson(amount)]),
  ) as Record<keyof typeof of, Points>;
  const limited = limitRefund(plan, sale);
  expect(limited.lines.map((line) => Number(line.points))).toEqual(taken);
  expect(limited.points).toBe(sum(limited.lines.map((line) => line.points)));
  expect(limited.points >= ZERO).toBe(true);
});
