import fc from "fast-check";
import { describe, expect, test } from "vitest";
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

describe("faults of an array", () => {
  const line = { type: "object", required: ["id"], properties: { id: { type: "string" } } };
  const lines = { type: "array", minItems: 1, maxItems: 1_000, items: line, uniqueItems: true };
  const faults = (value: unknown) => {
    const validate = createValidator().compile({ type: "object", properties: { lines } });
    expect(validate({ lines: value })).toBe(false);
    return (validate.errors ?? []).map(({ keyword, instancePath }) => `${instancePath} ${keyword}`);
  };

  test("that is too long are not looked for in its items", () => {
    expect(faults(Array(30_000).fill({}))).toEqual(["/lines maxItems"]);
  });

  test("are looked for no further than to as many as an answer holds", () => {
    const found = faults(Array.from({ length: 1_000 }, (_, index) => ({ id: index })));
    expect(found.at(0)).toBe("/lines/0/id type");
    expect(found).toHaveLength(100);
  });

  test.each([
    ["none in the first hundreds", Array.from({ length: 999 }, (_, id) => ({ id: `${id}` })), []],
    ["the same item twice", [{ id: "a" }, { id: "b" }, { id: "a" }], ["/lines uniqueItems"]],
    [
      "the same in another order",
      [
        { id: "a", b: 1 },
        { b: 1, id: "a" },
      ],
      ["/lines uniqueItems"],
    ],
  ])("%s", (_, items, expected) => {
    expect(faults([...items, ...(expected.length > 0 ? [] : [{ id: 7 }])])).toEqual(
      expected.length > 0 ? expected : [`/lines/${items.length}/id type`],
    );
  });

  test("in arrays of arrays stop at the outer one too", () => {
    const schema = { type: "array", items: { type: "array", items: { type: "string" } } };
    const validate = createValidator().compile(schema);
    validate(Array(300).fill(Array(300).fill(1)));
    expect(validate.errors).toHaveLength(100);
  });
});
