import fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "./fold.ts";

test.each([
  ["Levi’s", "Levi's"],
  ["Levi´s", "levis"],
  ["Café", "cafe"],
  ["Cafe\u0301", "CAFÉ"],
  ["Straße", "strasse"],
  ["STRASSE", "straße"],
  ["GROẞ", "gross"],
  ["Ｍｉｌｋ　Ｔｅａ", "milk tea"],
  ["Ångström", "angstrom"],
  ["smørrebrød", "smorrebrod"],
  ["Łódź", "lodz"],
  ["Œuvre", "oeuvre"],
  ["Đà Nẵng", "da nang"],
  ["ΟΔΥΣΣΕΥΣ", "Οδυσσεύς"],
  ["İstanbul", "istanbul"],
  ["ISPARTA", "ısparta"],
  ["ﬁne", "fine"],
  ["zero\u200bwidth", "zerowidth"],
  ["soft\u00adhyphen", "softhyphen"],
  ["\u202eright to left", "right to left"],
  ["Йогурт", "иогурт"],
  ["㎖", "ml"],
])("%j and %j are searched as one", (one, other) => {
  expect(fold(one)).toBe(fold(other));
});

test.each([
  ["か", "が"],
  ["ハ", "パ"],
  ["กา", "กิ"],
  ["कि", "का"],
])("%j and %j stay two: their marks are vowels or voicing", (one, other) => {
  expect(fold(one)).not.toBe(fold(other));
});

test("law: a folded text stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }),
    { numRuns: 2000 },
  );
});

test("law: upper and lower case are searched as one", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (text) => {
      expect(fold(text.toUpperCase())).toBe(fold(text));
      expect(fold(text.toLowerCase())).toBe(fold(text));
    }),
    { numRuns: 2000 },
  );
});
