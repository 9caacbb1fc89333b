import { describe, expect, test } from "vitest";
import { emptyProduct, readProduct } from "./draft.ts";
import { fittedSize } from "./shrink-picture.ts";
import { codesFrom } from "./voucher-codes.ts";

describe("pasted codes", () => {
  test.each([
    ["A1\nB2\r\nC3", ["A1", "B2", "C3"]],
    ["  A1 \n\n A1\n", ["A1"]],
    ["A1\rB2\u2028Ｃ3\u200b", ["A1", "B2", "C3"]],
    ["", []],
  ])("%o gives %o", (pasted, codes) => {
    expect(codesFrom(pasted)).toEqual(codes);
  });
});

describe("pictures", () => {
  test.each([
    [
      { width: 4000, height: 3000 },
      { width: 1600, height: 1200 },
    ],
    [
      { width: 800, height: 600 },
      { width: 800, height: 600 },
    ],
    [
      { width: 1, height: 9000 },
      { width: 1, height: 1600 },
    ],
  ])("%o is sent as %o", (size, fitted) => {
    expect(fittedSize(size)).toEqual(fitted);
  });
});

describe("a product's form", () => {
  const filled = { ...emptyProduct, name: " 乌龙茶 ", points: "1280", stock: "24" };

  test("is sent with its cash part in fen", () => {
    const read = readProduct({ ...filled, cash: "59.9" });
    expect(read).toMatchObject({ fields: { points: 1280, stock: 24, cash: 5990 } });
  });

  test("asks for no stock of vouchers: their codes decide it", () => {
    const read = readProduct({ ...filled, kind: "voucher", stock: "" });
    expect(read).toMatchObject({ fields: { kind: "voucher", stock: 0 } });
  });

  test.each([
    [{ name: " " }, "name"],
    [{ points: "0" }, "points"],
    [{ points: "1.5" }, "points"],
    [{ stock: "" }, "stock"],
    [{ name: "\u3164" }, "name"],
  ])("%o is refused beside its field", (change, field) => {
    expect(readProduct({ ...filled, ...change })).toEqual({ faults: { [field]: true } });
  });

  test.each([
    ["free", "not_an_amount"],
    ["12,50", "decimal_comma"],
    ["1.234,50", "decimal_comma"],
    ["1.999", "too_many_decimals"],
  ])("a cash part of %j is refused as %s", (cash, fault) => {
    expect(readProduct({ ...filled, cash })).toEqual({ faults: { cash: fault } });
  });
});
