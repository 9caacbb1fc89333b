import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amountText, readAmount } from "./amount.ts";
import { canonicalDigits } from "./digits.ts";

describe("an amount of yuan as typed", () => {
  test.each([
    ["12", 1200],
    ["12.5", 1250],
    ["12.50", 1250],
    ["0.01", 1],
    ["0.29", 29],
    ["007", 700],
    ["¥1,200.00", 120_000],
    ["￥ 1,200", 120_000],
    ["1,234,567.89", 123_456_789],
    ["１２．５０", 1250],
    ["１，２３４", 123_400],
    [" 12\u00a0", 1200],
    ["12\u200b", 1200],
    ["90071992547409.91", Number.MAX_SAFE_INTEGER],
  ])("%j is %i fen", (typed, fen) => {
    expect(readAmount(typed)).toEqual({ fen });
  });

  test.each([
    ["", "empty"],
    ["¥", "empty"],
    ["12,50", "decimal_comma"],
    ["12,5", "decimal_comma"],
    ["１２，５０", "decimal_comma"],
    ["1.234,50", "decimal_comma"],
    ["1,23,4", "not_an_amount"],
    ["0,123", "decimal_comma"],
    ["1234,567", "decimal_comma"],
    ["1,2345", "decimal_comma"],
    ["12.345", "too_many_decimals"],
    ["1,234.567", "too_many_decimals"],
    ["1e3", "not_an_amount"],
    ["-1", "not_an_amount"],
    ["+1", "not_an_amount"],
    ["12.", "not_an_amount"],
    [".5", "not_an_amount"],
    ["1 200", "not_an_amount"],
    ["12。50", "not_an_amount"],
    ["$5", "not_an_amount"],
    ["1.2.3", "not_an_amount"],
    ["90071992547409.92", "too_large"],
    ["9".repeat(400), "too_large"],
  ])("%j is refused as %s", (typed, fault) => {
    expect(readAmount(typed)).toEqual({ fault });
  });

  test("is refused above the field's own maximum", () => {
    expect(readAmount("10.01", { maximum: 1000 })).toEqual({ fault: "too_large" });
  });
});

test("law: an amount survives being written into a field and read back", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (fen) => {
      expect(readAmount(amountText(fen))).toEqual({ fen });
    }),
  );
});

test("law: a text with a comma is grouped by thousands, or refused", () => {
  const text = fc.string({ unit: fc.constantFrom("0", "1", "5", ",", "."), maxLength: 9 });
  fc.assert(
    fc.property(text, (typed) => {
      const read = readAmount(typed);
      if (!typed.includes(",") || "fault" in read) return;
      expect(amountText(read.fen)).toBe(Number(typed.replaceAll(",", "")).toFixed(2));
      expect(typed).toMatch(/^\d{1,3}(,\d{3})+(\.\d{1,2})?$/);
    }),
  );
});

test.each([
  ["123456789012345678", "123456789012345678"],
  ["12 3456 7890 1234 5678", "123456789012345678"],
  ["12\u2009３４56-7890\u200b12345678\r\n", "123456789012345678"],
  ["abc", "abc"],
])("the member code %j is %j", (typed, code) => {
  expect(canonicalDigits(typed)).toEqual({ text: code });
});
