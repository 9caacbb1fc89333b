import { describe, expect, test } from "vitest";
import type { ShopProduct } from "../../../api/index.ts";
import { quantityMaximum } from "../entry/entry.ts";
import {
  addToBasket,
  amountOf,
  emptyBasket,
  findProducts,
  piecesOf,
  setQuantity,
  stepLast,
  wireLines,
} from "./basket.ts";

function product(id: string, of: Partial<ShopProduct> = {}): ShopProduct {
  return { id, name: id, barcode: null, category: null, price: 1000, status: "active", ...of };
}

const tea = product("tea", { name: "珍珠奶茶", barcode: "6901", category: "饮品", price: 1250 });
const cake = product("cake", { name: "奶茶蛋糕", category: "甜点" });
const noodles = product("noodles", { name: "Beef Noodles" });

describe("the basket", () => {
  test("merges what is scanned twice into one line, in the order of first scans", () => {
    const basket = addToBasket(addToBasket(addToBasket(emptyBasket, tea, 1), cake, 1), tea, 2);
    expect(wireLines(basket)).toEqual([
      { productId: "tea", quantity: 3, unitPrice: 1250 },
      { productId: "cake", quantity: 1, unitPrice: 1000 },
    ]);
    expect(amountOf(basket)).toBe(4750);
    expect(piecesOf(basket)).toBe(4);
  });

  test("steps the line touched last, and takes it away at nothing", () => {
    const two = addToBasket(addToBasket(emptyBasket, tea, 1), cake, 1);
    expect(stepLast(two, 1).lines.map((line) => line.quantity)).toEqual([1, 2]);
    const one = stepLast(two, -1);
    expect(one.lines.map((line) => line.product.id)).toEqual(["tea"]);
    expect(one.lastProductId).toBe("tea");
  });

  test("steps nothing when it is empty", () => {
    expect(stepLast(emptyBasket, 1)).toBe(emptyBasket);
  });

  test("takes no more of one product than a slip of the finger would", () => {
    const basket = setQuantity(addToBasket(emptyBasket, tea, 1), "tea", 123_456);
    expect(basket.lines[0]?.quantity).toBe(quantityMaximum);
  });
});

describe("finding a product", () => {
  const all = [cake, noodles, tea];
  test.each([
    ["6901", ["tea"]],
    ["690", []],
    ["奶茶", ["cake", "tea"]],
    ["珍珠", ["tea"]],
    ["饮品", ["tea"]],
    ["BEEF", ["noodles"]],
    ["ｂｅｅｆ", ["noodles"]],
    ["", ["cake", "noodles", "tea"]],
    ["pizza", []],
  ])("%o finds %o", (text, ids) => {
    expect(findProducts(all, text).map((found) => found.id)).toEqual(ids);
  });
});
