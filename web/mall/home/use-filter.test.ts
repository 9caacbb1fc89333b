import { expect, test } from "vitest";
import { queryFrom } from "./use-filter.ts";

const family = "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}";

test.each([
  ["a short query", "tea", "tea"],
  ["a long one", "x".repeat(120), "x".repeat(100)],
  ["emoji of one code point", "\u{1F375}".repeat(120), "\u{1F375}".repeat(100)],
  ["emoji of five code points", family.repeat(30), family.repeat(20)],
])("%s goes to the server as far as its search takes it", (_, text, query) => {
  expect(queryFrom(text)).toBe(query);
});
