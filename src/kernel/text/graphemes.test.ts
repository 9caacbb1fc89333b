import { expect, test } from "vitest";
import { cutGraphemes, fitsGraphemes, initialOf } from "./graphemes.ts";

const FAMILY = "👨‍👩‍👧‍👦";

test.each([
  ["abc", 3, true],
  ["abcd", 3, false],
  [FAMILY.repeat(3), 3, true],
  [FAMILY.repeat(4), 3, false],
  ["é".normalize("NFD").repeat(3), 3, true],
  ["🇨🇳🇩🇪", 2, true],
  // One letter under a tower of accents is one grapheme, and more than any name needs.
  [`e${"\u0301".repeat(100)}`, 3, false],
])("%j within %i graphemes: %s", (text, maximum, fits) => {
  expect(fitsGraphemes(text, maximum)).toBe(fits);
});

test.each([
  ["abc", 2, "ab"],
  [`a${FAMILY}b`, 2, `a${FAMILY}`],
  ["😀😀", 1, "😀"],
  ["ab", 5, "ab"],
])("%j cut to %i graphemes is %j", (text, maximum, cut) => {
  expect(cutGraphemes(text, maximum)).toBe(cut);
});

test.each([
  ["😀 Li", "😀"],
  [" li", "L"],
  [`${FAMILY} Wang`, FAMILY],
  ["🇨🇳 店", "🇨🇳"],
  ["e\u0301va", "E\u0301"],
  ["王丽", "王"],
  ["", ""],
])("the avatar of %j shows %j", (name, initial) => {
  expect(initialOf(name)).toBe(initial);
});
