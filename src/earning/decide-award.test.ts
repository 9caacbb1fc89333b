import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Instant, instant } from "../kernel/clock.ts";
import { points, sum } from "../kernel/points.ts";
import { type AwardLine, decideAwards, explainAward, type RewardRule } from "./decide-award.ts";

const NOON = instant(Date.UTC(2026, 2, 1, 12));
const later = (hours: number): Instant => instant(NOON + hours * 3_600_000);

function rule(id: string, perUnit: number, more: Partial<RewardRule> = {}): RewardRule {
  return {
    id,
    kind: "per_unit",
    parameters: { points: perUnit },
    productId: null,
    category: null,
    startsAt: null,
    endsAt: null,
    createdAt: NOON,
    endedAt: null,
    ...more,
  };
}
const line = { productId: "prd_tea", category: "drinks", quantity: 2, unitPrice: points(500n) };
/** The award of a receipt of one line. */
function decideAward(one: AwardLine, rules: readonly RewardRule[], at: Instant) {
  const [award] = decideAwards([one], rules, at);
  if (!award) throw new Error("a line has an award");
  return award;
}
const onShop = rule("shop", 9);
const onDrinks = rule("drinks", 5, { category: "drinks" });
const onTea = rule("tea", 1, { productId: "prd_tea" });

test.each([
  { name: "no rule: nothing", rules: [], points: 0n, by: null },
  { name: "the shop's rule", rules: [onShop], points: 18n, by: "shop" },
  {
    name: "a rule for another product or category counts for nothing",
    rules: [rule("x", 7, { productId: "prd_x" }), rule("y", 7, { category: "food" })],
    points: 0n,
    by: null,
  },
  { name: "category beats shop", rules: [onShop, onDrinks], points: 10n, by: "drinks" },
  { name: "product beats all", rules: [onShop, onDrinks, onTea], points: 2n, by: "tea" },
  {
    name: "within a level the best wins",
    rules: [onDrinks, rule("better", 6, { category: "drinks" })],
    points: 12n,
    by: "better",
  },
  {
    name: "of equals the oldest wins",
    rules: [rule("older", 4), rule("newer", 4)],
    points: 8n,
    by: "older",
  },
  {
    name: "a product's rule of 0 takes it out of the shop's",
    rules: [onShop, rule("none", 0, { productId: "prd_tea" })],
    points: 0n,
    by: "none",
  },
])("$name", ({ rules, points: expected, by }) => {
  const award = decideAward(line, rules, NOON);
  expect([award.points, award.rule?.id ?? null]).toEqual([expected, by]);
});

test("a line without a category is not in one", () => {
  expect(decideAward({ ...line, category: null }, [onDrinks], NOON).rule).toBeNull();
});

test.each([
  {
    name: "without a start covers what was sold before it was written",
    at: -48,
    more: {},
    counts: true,
  },
  { name: "not before its start", at: 0, more: { startsAt: later(1) }, counts: false },
  { name: "from its start", at: 1, more: { startsAt: later(1) }, counts: true },
  { name: "until its end", at: 0.9, more: { endsAt: later(1) }, counts: true },
  { name: "not at its end", at: 1, more: { endsAt: later(1) }, counts: false },
  { name: "once ended, for sales of its time", at: 0.5, more: { endedAt: later(1) }, counts: true },
  { name: "once ended, not after", at: 1, more: { endedAt: later(1) }, counts: false },
  {
    name: "once ended, not before it was written",
    at: -1,
    more: { endedAt: later(1) },
    counts: false,
  },
])("a rule counts $name: $counts", ({ at, more, counts }) => {
  expect(decideAward(line, [rule("r", 1, more)], later(at)).rule !== null).toBe(counts);
});

test("all rules of the level compete on, oldest first, whichever won", () => {
  const award = decideAward(line, [onShop, rule("other", 1), onDrinks], NOON);
  expect(award.competing.map(({ id }) => id)).toEqual(["drinks"]);
  const whole = decideAward({ ...line, category: null }, [onShop, rule("other", 1)], NOON);
  expect(whole.competing.map(({ id }) => id)).toEqual(["shop", "other"]);
});

test.each([
  ["en", "No reward rule applies"],
  ["zh-CN", "没有适用的积分规则"],
] as const)("no award is explained in %s", (language, text) => {
  expect(explainAward(decideAward(line, [], NOON), language)).toBe(text);
});

const PAIRS = {
  bundles: [
    { quantity: 1, points: 1 },
    { quantity: 2, points: 3 },
  ],
};
const pairs = (more: Partial<RewardRule> = {}) =>
  rule("pairs", 0, { kind: "bundles", parameters: PAIRS, ...more });
const tea = (quantity: number, unitPrice = 500n): AwardLine => ({
  productId: "prd_tea",
  category: "drinks",
  quantity,
  unitPrice: points(unitPrice),
});
const coffee = (quantity: number): AwardLine => ({ ...tea(quantity), productId: "prd_coffee" });

describe("lines of one product are counted together", () => {
  test.each([
    { name: "two scans earn what one line of two does", lines: [tea(1), tea(1)], shares: [2, 1] },
    { name: "five scans", lines: [1, 1, 1, 1, 1].map((one) => tea(one)), shares: [2, 2, 1, 1, 1] },
    { name: "at different prices", lines: [tea(1), tea(1, 1n)], shares: [2, 1] },
    { name: "a line of three and one of one", lines: [tea(3), tea(1)], shares: [5, 1] },
    { name: "apart on the receipt", lines: [tea(1), coffee(1), tea(1)], shares: [2, 1, 1] },
    { name: "each product by itself", lines: [tea(1), coffee(1)], shares: [1, 1] },
  ])("$name, whatever the scope", ({ lines, shares }) => {
    const scopes = [
      [pairs({ productId: "prd_tea" }), pairs({ productId: "prd_coffee", id: "other" })],
      [pairs({ category: "drinks" })],
      [pairs()],
    ];
    for (const rules of scopes) {
      const awards = decideAwards(lines, rules, NOON);
      expect(awards.map((award) => Number(award.points))).toEqual(shares);
    }
  });

  test.each([
    ["en", "1 × “2 for 3 points” (2 lines of this product counted together)"],
    ["zh-CN", "1 ×「2 件 3 分」（本单该商品 2 行合并计算）"],
  ] as const)("and the receipt says so in %s", (language, text) => {
    const awards = decideAwards([tea(1), tea(1)], [pairs()], NOON);
    expect(awards.map((award) => explainAward(award, language))).toEqual([text, text]);
    const [alone] = decideAwards([tea(2), coffee(1)], [pairs()], NOON);
    expect(alone && explainAward(alone, language)).not.toContain("2 lines");
  });

  test("law: however a till splits a product over lines, the receipt earns the same", () => {
    const anyLines = fc.array(
      fc.record({
        product: fc.constantFrom("a", "b", "c"),
        quantity: fc.integer({ min: 1, max: 9 }),
      }),
      { minLength: 1, maxLength: 9 },
    );
    fc.assert(
      fc.property(anyLines, (some) => {
        const lines = some.map(({ product, quantity }) => ({
          ...tea(quantity),
          productId: product,
        }));
        const merged = ["a", "b", "c"].flatMap((product) => {
          const quantity = some
            .filter((one) => one.product === product)
            .reduce((all, one) => all + one.quantity, 0);
          return quantity > 0 ? [{ ...tea(quantity), productId: product }] : [];
        });
        const earned = (all: AwardLine[]) =>
          sum(decideAwards(all, [pairs(), rule("each", 1)], NOON).map((award) => award.points));
        expect(earned(lines)).toBe(earned(merged));
      }),
    );
  });
});
