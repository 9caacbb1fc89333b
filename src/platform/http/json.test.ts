import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJson } from "./json.ts";

const MIB = 1024 * 1024;

/** What is read, in the form the tests compare. */
function read(text: string): unknown {
  const reading = readJson(text);
  return reading.kind === "value" ? reading.value : reading;
}

describe("a number that is whole", () => {
  test.each([
    ["7", 7],
    ["-7", -7],
    ["7.0", 7],
    ["-7.00", -7],
    ["1.50e1", 15],
    ["70e-1", 7],
    ["700E-2", 7],
    ["0.0", 0],
    ["-0.00e5", -0],
    ["0.05e2", 5],
    ["9007199254740991", 9_007_199_254_740_991],
  ])("%s is read as it is", (text, value) => {
    expect(read(text)).toBe(value);
  });
});

describe("a number with a fraction", () => {
  test.each([
    "1.5",
    "1.00000000000000000001",
    "-1.00000000000000000001",
    "100.00000000000000000001",
    "9007199254740991.4",
    "1e-400",
    "0.001e-400",
    "10000000000000001e-1",
    `1.${"0".repeat(MIB)}1`,
  ])("does not become whole: %.30s", (text) => {
    expect(Number.isInteger(read(text))).toBe(false);
    expect(read(`{"a": [${text}, "1.5"]}`)).toMatchObject({ a: [expect.any(Number), "1.5"] });
  });
});

test("law: whether a number is whole is decided by its digits", () => {
  const digits = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
  fc.assert(
    fc.property(digits, fc.integer({ min: -40, max: 3 }), (mantissa, exponent) => {
      const isWhole = exponent >= 0 || mantissa % 10n ** BigInt(-exponent) === 0n;
      expect(Number.isInteger(read(`${mantissa}e${exponent}`))).toBe(isWhole);
    }),
  );
});

test("law: what JSON.stringify wrote is read back, strings with digits and escapes included", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value);
      fc.pre(!text.includes("__proto__") && !text.includes("constructor"));
      expect(read(text)).toEqual(JSON.parse(text));
    }),
  );
});

test.each([
  "",
  "{",
  "[1,]",
  "{'a':1}",
  '{"__proto__": {"a": 1}}',
  '{"\\u005f_proto__": {"a": 1}}',
  "NaN",
  '"',
  '"\\',
  '"\\u',
  "-",
  "1e",
  "]]]]",
  "::::",
])("%j is not taken", (text) => {
  expect(readJson(text)).toEqual({ kind: "malformed" });
});

describe("what is beyond a limit is refused before it is made", () => {
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const objects = (count: number) => `[${Array.from({ length: count }, () => "{}").join()}]`;
  const named = (count: number, write: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => write(index)).join();
  test.each([
    ["32 levels", nested(32), null],
    ["33 levels", nested(33), "too_deep"],
    ["5,000 levels", nested(5_000), "too_deep"],
    ["5,000 levels of objects", '{"a":'.repeat(5_000), "too_deep"],
    ["half a million levels that never end", "[".repeat(MIB / 2), "too_deep"],
    ["brackets in a string", JSON.stringify("[".repeat(40)), null],
    ["70,000 objects", objects(70_000), null],
    ["80,000 objects", objects(80_000), "too_many_values"],
    ["200,000 numbers", `[${"1,".repeat(200_000)}1]`, "too_many_values"],
    ["2,000 fields", `{${named(2_000, (index) => `"f${index}":1`)}}`, null],
    ["2,001 fields", `{${named(2_001, (index) => `"f${index}":1`)}}`, "too_many_fields"],
    ["objects that all differ", `[${named(2_001, (i) => `{"f${i}":1}`)}]`, "too_many_fields"],
    ["objects that are alike", `[${named(9_000, () => '{"a":1,"b":{"a":2}}')}]`, null],
  ])("%s", (_, text, limit) => {
    const reading = readJson(text);
    expect(reading.kind === "beyond" ? reading.limit : null).toBe(limit);
  });
});

test.each([
  [`{"name":"茶🍵","n":1}`, true],
  [String.raw`"\u8336"`, true],
  [String.raw`"\\u0000"`, true],
  ['"d800"', true],
  [String.raw`"\u0000"`, false],
  [String.raw`"\\\u0000"`, false],
  [String.raw`"\uD83C"`, false],
  [String.raw`"\udf75"`, false],
  [String.raw`{"\ud800":1}`, false],
])("whether %s needs a closer look for what cannot be stored", (text, isSurelyStorable) => {
  expect(readJson(text)).toMatchObject({ isSurelyStorable });
});
