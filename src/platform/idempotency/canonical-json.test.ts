import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

test.each<[string, unknown, string]>([
  ["fields in order", { a: 1, b: "x" }, '{"a":1,"b":"x"}'],
  ["fields out of order", { b: [{ d: 1, c: null }], a: true }, '{"a":true,"b":[{"c":null,"d":1}]}'],
  ["numbers as names, by their digits", { 10: 1, 9: 2, a: 3 }, '{"10":1,"9":2,"a":3}'],
  [
    "names by code units",
    { "\u{1F600}": 1, "\uFFFD": 2, Z: 3, a: 4 },
    '{"Z":3,"a":4,"\u{1F600}":1,"\uFFFD":2}',
  ],
  ["a field that is undefined is none", { a: undefined, b: 1 }, '{"b":1}'],
  ["an element that is undefined is null", [undefined, 1], "[null,1]"],
  ["nothing at all", undefined, "null"],
  ["texts and names with what JSON escapes", { 'a"': "\n\ud800" }, '{"a\\"":"\\n\\ud800"}'],
  ["numbers that JSON has not", [Number.NaN, -0, 1e21], "[null,0,1e+21]"],
  ["empty ones", [{}, [], "", null], '[{},[],"",null]'],
])("%s", (_, value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

/** The same object with its fields in another order. */
function reversed(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, reversed(inner)]),
  );
}

test("law: the order of fields makes no difference, and what is said is what was meant", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(reversed(value))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
