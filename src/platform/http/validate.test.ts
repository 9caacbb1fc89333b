import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BarcodeText, IdentifierText, NameText, Nullable } from "./schema.ts";
import { createValidator } from "./validate.ts";

/** Keywords of what is wrong with a text under these limits. */
function wrongWith(text: string, limits: { minLength: number; maxLength: number }) {
  const validate = createValidator().compile({ type: "string", ...limits });
  validate(text);
  return (validate.errors ?? []).map(({ keyword, params }) => [keyword, params.limit]);
}

test.each([
  ["", [["minLength", 2]]],
  ["a", [["minLength", 2]]],
  ["🍵", [["minLength", 2]]],
  ["ab", []],
  ["茶🍵", []],
  ["🍵🍵🍵", []],
  ["abcd", [["maxLength", 3]]],
  ["🍵🍵🍵a", [["maxLength", 3]]],
  ["🍵🍵🍵🍵", [["maxLength", 3]]],
])("of two to three characters: %j", (text, wrong) => {
  expect(wrongWith(text, { minLength: 2, maxLength: 3 })).toEqual(wrong);
});

test("law: a length counts characters, not units of UTF-16", () => {
  const limit = fc.nat({ max: 6 });
  const text = fc.string({ unit: fc.constantFrom("a", "茶", "🍵"), maxLength: 8 });
  fc.assert(
    fc.property(text, limit, limit, (some, minLength, maxLength) => {
      const characters = Array.from(some).length;
      const keywords = wrongWith(some, { minLength, maxLength }).map(([keyword]) => keyword);
      expect(keywords.includes("minLength")).toBe(characters < minLength);
      expect(keywords.includes("maxLength")).toBe(characters > maxLength);
    }),
  );
});

describe("a text of a kind", () => {
  const kindOf = (field: object) =>
    createValidator().compile({ type: "object", properties: { field } });

  test("is replaced by its canonical form before its length is checked", () => {
    const validate = kindOf(IdentifierText(3));
    const body = { field: " \u200bＡ-1\r\n   " };
    expect([validate(body), body]).toEqual([true, { field: "A-1" }]);
  });

  test("that may be null is null, or its canonical form", () => {
    const validate = kindOf(Nullable(BarcodeText(14)));
    const bodies = [{ field: null }, { field: "]E06901234567892" }];
    expect(bodies.map((body) => [validate(body), body])).toEqual([
      [true, { field: null }],
      [true, { field: "6901234567892" }],
    ]);
    validate({ field: "6.9E+12" });
    expect(validate.errors?.map(({ keyword, params }) => [keyword, params.fault])).toEqual([
      ["x-text", "scientific_notation"],
    ]);
  });

  test.each([
    ["a".repeat(4), "maxLength"],
    ["a".repeat(500_000), "maxLength"],
    ["\ufdfa".repeat(500_000), "maxLength"],
    ["\u200b", "x-text"],
  ])("is refused where it is too long, however long, or shows nothing", (field, keyword) => {
    const validate = kindOf(IdentifierText(3));
    expect(validate({ field })).toBe(false);
    expect(validate.errors?.map((error) => error.keyword)).toEqual([keyword]);
  });

  test("counts what people see as characters in a name", () => {
    const validate = kindOf(NameText(2));
    expect([validate({ field: "👨‍👩‍👧👨‍👩‍👧" }), validate({ field: "👨‍👩‍👧👨‍👩‍👧a" })]).toEqual([
      true,
      false,
    ]);
    expect(validate.errors?.map(({ keyword }) => keyword)).toEqual(["x-graphemes"]);
  });
});
