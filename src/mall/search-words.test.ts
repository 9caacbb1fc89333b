import fc from "fast-check";
import { expect, test } from "vitest";
import { indexWords, searchTerms, toTsquery } from "./search-words.ts";

/** What PostgreSQL does with the two: every word there, and one that begins with the prefix. */
function finds(query: string, ...texts: string[]): boolean {
  const index = indexWords(texts);
  const terms = searchTerms(query);
  if (terms === null) return false;
  const { words, prefix } = terms;
  return (
    words.every((word) => index.includes(word)) &&
    (prefix === null || index.some((word) => word.startsWith(prefix)))
  );
}

const product = ["安溪铁观音乌龙茶礼盒 Oolong Tea 500g", "清香型，春茶"];

test.each([
  ["乌龙"],
  ["乌龙茶"],
  ["茶"],
  ["oolong tea"],
  ["OOL"],
  ["tea OOL"],
  ["ＯＯＬＯＮＧ"],
  ["乌龙茶 oolong"],
  ["oolong 茶"],
  ["礼盒 铁观音"],
  ["铁观音礼盒"],
  ["春茶"],
  ["500G"],
  ["茶，oolong！"],
])("%s finds the oolong tea", (query) => {
  expect(finds(query, ...product)).toBe(true);
});

test.each([["绿茶"], ["龙乌"], ["olong"], ["oolong coffee"], ["te oolong"], ["茶杯"]])(
  "%s does not find it",
  (query) => {
    expect(finds(query, ...product)).toBe(false);
  },
);

test("characters of 乌龙 that stand apart are not 乌龙", () => {
  expect(finds("乌龙", "乌梅 龙井")).toBe(false);
});

test.each([[""], ["  "], ["！？…"], ["&|!:*"]])("%j has no word in it", (query) => {
  expect(searchTerms(query)).toBeNull();
});

test("a word followed by white space is a whole word too, and still the beginning of longer ones", () => {
  expect(searchTerms("tea ")).toEqual({ words: [], prefix: "tea" });
});

test("a Latin word that is not last is asked for as it is", () => {
  expect(searchTerms("oolong 茶")).toEqual({ words: ["茶", "oolong"], prefix: null });
});

test("quotes and backslashes cannot leave the lexeme", () => {
  expect(toTsquery({ words: ["o'clock", "a\\"], prefix: "don't" })).toBe(
    "'o''clock' & 'a\\\\' & 'don''t':*",
  );
});

const words = fc.array(
  fc.constantFrom("乌龙茶", "礼盒", "Tea", "café", "３C", "手机壳", "お茶", "don't", "x2"),
  { minLength: 1, maxLength: 6 },
);

test("law: a text is found by its own words, in any order", () => {
  fc.assert(
    fc.property(words, (list) => {
      expect(finds([...list].reverse().join(" "), list.join(" "))).toBe(true);
    }),
  );
});

test("law: any text is found by itself when it has words, case and width aside", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
      if (searchTerms(text) !== null)
        expect(finds(text.toUpperCase(), text.toUpperCase())).toBe(true);
    }),
  );
});
