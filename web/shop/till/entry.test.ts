import { describe, expect, test } from "vitest";
import { parseEntry } from "./entry.ts";

describe("what is typed at the till", () => {
  test.each([
    ["", { kind: "nothing" }],
    ["   ", { kind: "nothing" }],
    ["3*", { kind: "quantity", quantity: 3 }],
    ["３＊", { kind: "quantity", quantity: 3 }],
    ["12 x", { kind: "quantity", quantity: 12 }],
    ["+", { kind: "step", by: 1 }],
    ["-", { kind: "step", by: -1 }],
    ["=5", { kind: "set", quantity: 5 }],
    ["=0", { kind: "set", quantity: 0 }],
    ["6901234567892", { kind: "find", text: "6901234567892", quantity: null }],
    ["6901234567892\n", { kind: "find", text: "6901234567892", quantity: null }],
    ["3*6901234567892", { kind: "find", text: "6901234567892", quantity: 3 }],
    ["2×珍珠奶茶", { kind: "find", text: "珍珠奶茶", quantity: 2 }],
    ["0*奶茶", { kind: "find", text: "0*奶茶", quantity: null }],
    ["7 up", { kind: "find", text: "7 up", quantity: null }],
    ["3-in-1 coffee", { kind: "find", text: "3-in-1 coffee", quantity: null }],
  ] as const)("%o means %o", (typed, entry) => {
    expect(parseEntry(typed)).toEqual(entry);
  });
});
