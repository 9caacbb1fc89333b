/** Characters that are not shown: zero-width spaces and joiners, soft hyphens, bidirectional marks. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
/**
 * Apostrophes as people type them, accents that stand alone included. They go before NFKC, which turns
 * ´ into a space and an accent.
 */
const APOSTROPHES = /['’‘‛ʼʻʹ′‵`´＇｀ꞌ]/gu;
/**
 * The combining marks of Latin, Greek and Cyrillic letters. Other scripts write vowels and voicing with
 * combining marks; without them their words become other words.
 */
const DIACRITICS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu;

/** Letters with a stroke or two letters in one: Unicode has no decomposition for them. */
const UNDECOMPOSED: ReadonlyMap<string, string> = new Map([
  ["æ", "ae"],
  ["œ", "oe"],
  ["ø", "o"],
  ["đ", "d"],
  ["ð", "d"],
  ["ł", "l"],
  ["ħ", "h"],
  ["ŧ", "t"],
  ["þ", "th"],
  ["ς", "σ"],
]);
const UNDECOMPOSED_LETTERS = new RegExp(`[${[...UNDECOMPOSED.keys()].join("")}]`, "gu");

/**
 * The form in which texts are searched: two texts that a person takes for the same have the same one.
 * NFKC, full case folding (ß is ss), diacritics and apostrophes dropped, ignorable characters dropped.
 * Only for search: identifiers and names keep what distinguishes them.
 *
 * Sources: Unicode Standard, chapter 3.13 (default case folding) and UAX #15.
 */
export function fold(text: string): string {
  const plain = withoutApostrophes(text.replace(IGNORABLE, "")).normalize("NFKC");
  // Through upper case, which expands ß to SS. Through lower case first, because ẞ has no upper case.
  const oneCase = plain.toLowerCase().toUpperCase().toLowerCase();
  const letters = oneCase.normalize("NFD").replace(DIACRITICS, "").normalize("NFKC");
  return withoutApostrophes(letters).replace(
    UNDECOMPOSED_LETTERS,
    (letter) => UNDECOMPOSED.get(letter) ?? letter,
  );
}

/** Twice in `fold`, because some signs become apostrophes only when they are normalised. */
function withoutApostrophes(text: string): string {
  return text.replace(APOSTROPHES, "");
}
