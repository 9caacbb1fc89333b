import fc from "fast-check";
import { expect, test } from "vitest";
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
