import { describe, expect, test } from "vitest";
import { canonicalName, canonicalProse } from "./name.ts";

describe("a name keeps what is seen", () => {
  test.each([
    [" 王丽 ", "王丽"],
    ["O’Neill  Ann", "O’Neill Ann"],
    ["Ｗａｎｇ", "Ｗａｎｇ"],
    ["😀 Li", "😀 Li"],
    ["👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"],
    ["❤️‍🔥", "❤️‍🔥"],
    ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"],
    ["🇨🇳 旗", "🇨🇳 旗"],
    ["葛\u{e0100}城", "葛\u{e0100}城"],
    ["می‌خواهم", "می‌خواهم"],
    ["क्‍ष", "क्‍ष"],
    ["cafe\u0301", "café"],
  ])("%j is %j", (typed, name) => {
    expect(canonicalName(typed)).toEqual({ text: name });
  });
});

describe("a name loses what is not seen, and what turns a line round", () => {
  test.each([
    ["A\u202eB", "AB"],
    ["\u2067Wang", "Wang"],
    ["Wang\u200b Li", "Wang Li"],
    ["Wang\nLi", "Wang Li"],
    ["\u001b[31mLi", "[31mLi"],
    ["Li\u0007", "Li"],
    ["a\u200db", "ab"],
    ["a\ufe0fb", "ab"],
    ["a\ufe0f\u200d😀", "a😀"],
    ["Li\u{e0067}\u{e007f}", "Li"],
    ["李\u00ad明", "李明"],
    [`e${"\u0316".repeat(99)}`, `e${"\u0316".repeat(30)}`],
  ])("%j is %j", (typed, name) => {
    expect(canonicalName(typed)).toEqual({ text: name });
  });

  test.each([
    [""],
    ["\u2003"],
    ["\u200d\u200b"],
    ["\u3164"],
    ["\u2800\u2800"],
    ["\u202e"],
    ["\u0301"],
  ])("%j shows nothing and is refused", (typed) => {
    expect(canonicalName(typed)).toEqual({ fault: "not_visible" });
  });
});

test.each([
  ["", ""],
  ["one\r\ntwo\rthree", "one\ntwo\nthree"],
  ["tab\tstays", "tab\tstays"],
  ["turned\u202e round\u0000", "turned round"],
])("a description %j is %j", (typed, prose) => {
  expect(canonicalProse(typed)).toEqual({ text: prose });
});
