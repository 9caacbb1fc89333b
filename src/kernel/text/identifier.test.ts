import { describe, expect, test } from "vitest";
import { canonicalIdentifier } from "./identifier.ts";

const ZERO_WIDTH_SPACE = "\u200b";

describe("one receipt number, however it is sent", () => {
  test.each([
    ["R-1"],
    ["R-1 "],
    [" R-1"],
    ["R-1\r\n"],
    [`R-1${ZERO_WIDTH_SPACE}`],
    ["\ufeffR-1"],
    ["R\u00ad-1"],
    ["\u202eR-1\u202c"],
    ["\u2066R-1\u2069"],
    ["Ｒ－１"],
    ["R-1\u001b"],
    ["\u0000R-1"],
    ["R-1\u0085"],
    ["\u3164R-1"],
    ["R-1\u{e0020}"],
  ])("%j", (sent) => {
    expect(canonicalIdentifier(sent)).toEqual({ text: "R-1" });
  });
});

test.each([
  ["a  b", "a b"],
  ["a\u00a0b", "a b"],
  ["a\u3000\tb", "a b"],
  ["Ⅳ", "IV"],
  ["cafe\u0301", "café"],
  ["Tea", "Tea"],
  // NFKC makes a space of U+00A8; the form keeps one space and is its own form.
  ["a\u00a8b", "a \u0308b"],
])("%j is %j", (sent, form) => {
  expect(canonicalIdentifier(sent)).toEqual({ text: form });
});

test.each([
  ["", "not_visible"],
  ["  ", "not_visible"],
  ["\u200b\u2060", "not_visible"],
  ["\u3164", "not_visible"],
  ["\u2800", "not_visible"],
  ["\u0301", "not_visible"],
  ["\r\n", "not_visible"],
  ["A\nB", "line_break"],
  ["A\r\nB", "line_break"],
  ["A\u2028B", "line_break"],
  ["A\u0085B", "line_break"],
  ["A\u200b\vB", "line_break"],
])("%j is refused as %s", (sent, fault) => {
  expect(canonicalIdentifier(sent)).toEqual({ fault });
});
