import { describe, expect, test } from "vitest";
import { barcodeKey, canonicalBarcode } from "./barcode.ts";
import { textOf } from "./canonical.ts";

const keyOf = (scanned: string) => barcodeKey(textOf(canonicalBarcode(scanned)) ?? "refused");

describe("one product, whatever the scanner sends", () => {
  test.each([
    ["0012345678905"],
    ["012345678905"],
    ["00012345678905"],
    ["０12345678905"],
    ["012345678905\r"],
    ["012345678905\r\n"],
    ["]E00012345678905"],
    ["]e00100012345678905"],
    ["(01)00012345678905"],
    ["(01)00012345678905(17)271231(10)AB-1"],
    ["(01) 00012345678905 (17)271231"],
    ["(01)012345678905"],
    ["]C10100012345678905"],
    ["]C1010001234567890517271231"],
    ["]d20100012345678905\u001d10AB"],
    ["]Q3(01)00012345678905"],
    ["0100012345678905"],
    ["0012345678905\u200b"],
  ])("%j", (scanned) => {
    expect(keyOf(scanned)).toBe("00012345678905");
  });
});

describe("what is shown keeps the printed digits", () => {
  test.each([
    ["012345678905", "012345678905"],
    ["]E06901234567892", "6901234567892"],
    ["(01)06901234567892", "06901234567892"],
    ["９６３８５０７４", "96385074"],
    ["]E496385074", "96385074"],
  ])("%j shows %j", (scanned, shown) => {
    expect(canonicalBarcode(scanned)).toEqual({ text: shown });
  });
});

describe("codes that are no GTIN are compared as they are", () => {
  test.each([
    ["ABC-12", "ABC-12"],
    ["abc-12", "abc-12"],
    [" 10234 ", "10234"],
    ["0106901234567890", "0106901234567890"],
    ["(01)012345678905X", "(01)012345678905X"],
    ["5E10", "5E10"],
    ["A B", "A B"],
    ["]A0ABC-12", "ABC-12"],
    ["12345678905", "12345678905"],
  ])("%j is %j", (scanned, key) => {
    expect(keyOf(scanned)).toBe(key);
  });
});

test.each([
  ["12345678", "00000012345678"],
  ["123456789012", "00123456789012"],
  ["0123456789012", "00123456789012"],
  ["6901234567890", "06901234567890"],
  ["(01)06901234567890", "06901234567890"],
])("a wrong check digit changes nothing: %s", (scanned, key) => {
  expect(keyOf(scanned)).toBe(key);
});

test.each([["96385074", "00000096385074"]])("a GTIN-8 has its zeros: %s", (scanned, key) => {
  expect(keyOf(scanned)).toBe(key);
});

test.each([
  ["6.90123E+12", "scientific_notation"],
  ["6.90123e+12", "scientific_notation"],
  ["6,90123E+12", "scientific_notation"],
  ["6.90123E12", "scientific_notation"],
  ["６.90123Ｅ＋12", "scientific_notation"],
  ["7E+12", "scientific_notation"],
  ["", "not_visible"],
  ["]E0", "not_visible"],
  ["690123\n4567892", "line_break"],
])("%j is refused as %s", (scanned, fault) => {
  expect(canonicalBarcode(scanned)).toEqual({ fault });
});
