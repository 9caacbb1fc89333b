import { describe, expect, test } from "vitest";
import type { ProductCard } from "../../api/index.ts";
import { addLine, groupBySeller, obstacleOf, parseCart, setLine, totalOf } from "./cart.ts";

function product(id: string, sellerId: string, changes: Partial<ProductCard> = {}): ProductCard {
  return {
    id,
    name: id,
    points: 100,
    cash: 0,
    stock: 5,
    category: "tea",
    picture: null,
    seller: { id: sellerId, name: sellerId },
    kind: "physical",
    redeemable: true,
    reason: null,
    ...changes,
  };
}

describe("the cart", () => {
  test("adds to the line that is there, up to the most one order takes", () => {
    const once = addLine([], { productId: "a", quantity: 2 });
    expect(addLine(once, { productId: "a", quantity: 3 })).toEqual([
      { productId: "a", quantity: 5 },
    ]);
    expect(addLine(once, { productId: "a", quantity: 5_000 })).toEqual([
      { productId: "a", quantity: 999 },
    ]);
  });

  test("keeps its order when a quantity changes, and drops a line at 0", () => {
    const lines = [
      { productId: "a", quantity: 1 },
      { productId: "b", quantity: 1 },
    ];
    expect(setLine(lines, { productId: "a", quantity: 4 }).map((line) => line.productId)).toEqual([
      "a",
      "b",
    ]);
    expect(setLine(lines, { productId: "a", quantity: 0 })).toEqual([
      { productId: "b", quantity: 1 },
    ]);
  });

  test("groups by seller in the order of first sight", () => {
    const lines = [product("a", "tea"), product("b", "sound"), product("c", "tea")].map((it) => ({
      product: it,
      quantity: 1,
    }));
    const groups = groupBySeller(lines);
    expect(groups.map((group) => [group.seller.id, group.lines.length])).toEqual([
      ["tea", 2],
      ["sound", 1],
    ]);
  });

  test("totals points and cash exactly", () => {
    const lines = [
      { product: product("a", "x", { points: 8600, cash: 9900 }), quantity: 2 },
      { product: product("b", "x", { points: 7 }), quantity: 3 },
    ];
    expect(totalOf(lines)).toEqual({ points: 17_221, cash: 19_800 });
    expect(totalOf([])).toEqual({ points: 0, cash: 0 });
  });

  test.each([
    [{}, 5, null],
    [{}, 6, "too_many"],
    [{ redeemable: false, reason: "out_of_stock", stock: 0 }, 1, "out_of_stock"],
    [{ redeemable: false, reason: "seller_suspended" }, 1, "seller_suspended"],
  ] as const)("a product %o taken %i times is blocked by %s", (changes, quantity, obstacle) => {
    expect(obstacleOf({ product: product("a", "x", changes), quantity })).toBe(obstacle);
  });

  test.each([
    [null, []],
    ["not json", []],
    ['{"a":1}', []],
    [
      '[{"productId":"a","quantity":2},{"productId":1},{"quantity":2}]',
      [{ productId: "a", quantity: 2 }],
    ],
    ['[{"productId":"a","quantity":1.5}]', []],
  ])("kept as %o reads as %o", (text, lines) => {
    expect(parseCart(text)).toEqual(lines);
  });
});
