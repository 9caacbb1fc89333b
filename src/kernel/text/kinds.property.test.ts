import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { barcodeKey } from "./barcode.ts";
import type { Canonical } from "./canonical.ts";
import { TEXT_KINDS } from "./kinds.ts";

/** What people paste, with everything that makes forms differ. */
const piece = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 3 }),
  fc.string({ unit: "binary", maxLength: 3 }),
  fc.constantFrom(
    ..."019+-(). \t\n\r\u0085\u2028]ECdQ@aZ,/:",
    "\u200b",
    "\u200d",
    "\u202e",
    "\ufe0f",
    "\u00a8",
    "\u0301",
    "\u0316".repeat(20),
    "\u0344".repeat(20),
    "\u0308",
    "\u3164",
    "\uffa0",
    "\u{e0067}",
    "\u{e007f}",
    "\u{1f3f4}",
    "😀",
    "İ",
    "ẞ",
    "ﬃ",
    "]E0",
    "(01)",
    "06901234567892",
    "@example.com",
    "。",
    "क",
    "ی",
  ),
);
const pasted = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

const CONTROL = /[^\P{Cc}\t\n]/u;
const BIDI_CONTROL = /\p{Bidi_Control}/u;

const SPECIAL_CHARACTERS = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || (code > 0xdfff && code < 0x30000) || code >= 0xe0000)
  .map((code) => String.fromCodePoint(code))
  .filter(
    (character) =>
      character !== character.normalize("NFKC") ||
      character !== character.toLowerCase() ||
      /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{White_Space}]/u.test(character),
  );

test("there are special characters to try", () => {
  expect(SPECIAL_CHARACTERS.length).toBeGreaterThan(9_000);
});

describe.each(Object.entries(TEXT_KINDS))("%s", (kind, canonical: (text: string) => Canonical) => {
  test("law: the canonical form of a canonical form is itself", () => {
    fc.assert(
      fc.property(pasted, (text) => {
        const once = canonical(text);
        if ("text" in once) expect(canonical(once.text)).toEqual(once);
      }),
      { numRuns: 3000 },
    );
  });

  test("law: a canonical form has no control and nothing that turns a line round", () => {
    fc.assert(
      fc.property(pasted, (text) => {
        const once = canonical(text);
        if (!("text" in once)) return;
        expect(once.text).not.toMatch(CONTROL);
        expect(once.text).not.toMatch(BIDI_CONTROL);
        if (kind !== "prose") expect(once.text).not.toContain("\n");
      }),
    );
  });

  test("every character that normal forms change or drop has a form that is stable", () => {
    const unstable = SPECIAL_CHARACTERS.filter((character) =>
      [character, `a${character}b`].some((text) => {
        const once = canonical(text);
        return "text" in once && !isSame(canonical(once.text), once);
      }),
    );
    expect(unstable).toEqual([]);
  });
});

test("law: a barcode's key is the key of its key", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{8,14}$/), (digits) => {
      expect(barcodeKey(barcodeKey(digits))).toBe(barcodeKey(digits));
    }),
  );
});

function isSame(one: Canonical, other: { text: string }): boolean {
  return "text" in one && one.text === other.text;
}
