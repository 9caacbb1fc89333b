import { describe, expect, test } from "vitest";
import { parseEntry } from "./entry.ts";

const found = (as: string, text: string, quantity: number | null = null) => ({
  kind: "find",
  wanted: { as, text },
  quantity,
});

describe("what is typed at the till", () => {
  test.each([
    ["", { kind: "nothing" }],
    ["   ", { kind: "nothing" }],
    ["\u200b\r\n", { kind: "nothing" }],
    ["3*", { kind: "quantity", quantity: 3 }],
    ["３＊", { kind: "quantity", quantity: 3 }],
    ["12 x", { kind: "quantity", quantity: 12 }],
    ["+", { kind: "step", by: 1, next: null }],
    ["＋", { kind: "step", by: 1, next: null }],
    ["-", { kind: "step", by: -1, next: null }],
    ["+5", { kind: "step", by: 5, next: null }],
    ["-2", { kind: "step", by: -2, next: null }],
    ["=5", { kind: "set", quantity: 5 }],
    ["=0", { kind: "set", quantity: 0 }],
    ["2×珍珠奶茶", found("name", "珍珠奶茶", 2)],
    ["0*奶茶", found("name", "0*奶茶")],
    ["7 up", found("name", "7 up")],
    ["3-in-1 coffee", found("name", "3-in-1 coffee")],
    ["+C 维生素", found("name", "+C 维生素")],
    ["1024", found("name", "1024")],
    ["ABC-12", found("name", "ABC-12")],
  ] as const)("%j means %o", (typed, entry) => {
    expect(parseEntry(typed)).toEqual(entry);
  });
});

describe("a code is told by its digits", () => {
  test.each([
    ["6901234567892", found("barcode", "6901234567892")],
    ["6901234567892\n", found("barcode", "6901234567892")],
    ["６９０１２３４５６７８９２", found("barcode", "6901234567892")],
    ["]E06901234567892", found("barcode", "6901234567892")],
    ["(01)06901234567892", found("barcode", "06901234567892")],
    ["96385074", found("barcode", "96385074")],
    ["012345678905", found("barcode", "012345678905")],
    ["4006381333931", found("barcode", "4006381333931")],
    ["9501101530003", found("barcode", "9501101530003")],
    ["3*6901234567892", found("barcode", "6901234567892", 3)],
    ["071234567890123456", found("memberCode", "071234567890123456")],
    ["0712 3456 7890 1234 56", found("memberCode", "071234567890123456")],
    ["07 1234 5678\u00a09012 3456", found("memberCode", "071234567890123456")],
    ["0712-3456-7890-1234-56", found("memberCode", "071234567890123456")],
  ])("%j is %o", (typed, entry) => {
    expect(parseEntry(typed)).toEqual(entry);
  });

  test.each([
    ["690123456789212", 15],
    ["07123456789012345", 17],
    ["0712345678901234567", 19],
  ])("%j is no code: it has %i digits", (typed, count) => {
    expect(parseEntry(typed)).toEqual({
      kind: "find",
      wanted: { as: "digits", text: typed, count },
      quantity: null,
    });
  });
});

test.each([
  ["+6901234567892", { kind: "step", by: 1, next: found("barcode", "6901234567892") }],
  ["-96385074", { kind: "step", by: -1, next: found("barcode", "96385074") }],
  ["+071234567890123456", { kind: "step", by: 1, next: found("memberCode", "071234567890123456") }],
] as const)("a scan that follows a sign is a step and a code: %j", (typed, entry) => {
  expect(parseEntry(typed)).toEqual(entry);
});
