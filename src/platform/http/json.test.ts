import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExactJson } from "./json.ts";

describe("a number that is whole", () => {
  test.each([
    ["7", 7],
    ["-7", -7],
    ["7.0", 7],
    ["1.50e1", 15],
    ["70e-1", 7],
    ["0.0", 0],
    ["9007199254740991", 9_007_199_254_740_991],
  ])("%s is read as it is", (text, value) => {
    expect(parseExactJson(text)).toEqual({ value });
  });
});

describe("a number with a fraction", () => {
  test.each([
    "1.5",
    "1.00000000000000000001",
    "9007199254740991.4",
    "1e-400",
    "10000000000000001e-1",
  ])("%s does not become whole", (text) => {
    expect(Number.isInteger(parseExactJson(text)?.value)).toBe(false);
  });
});

test("law: what JSON.stringify wrote is read back, strings with digits and escapes included", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value);
      fc.pre(!text.includes("__proto__") && !text.includes("constructor"));
      expect(parseExactJson(text)).toEqual({ value: JSON.parse(text) });
    }),
  );
});

test.each(["", "{", "[1,]", "{'a':1}", '{"__proto__": {"a": 1}}', "NaN"])(
  "%j is not taken",
  (text) => {
    expect(parseExactJson(text)).toBeUndefined();
  },
);
