import { pinyinOf } from "./pinyin.ts";
import { type Chunk, cut, isNumberNextToLetters, pairsOf, type Words, wordsOf } from "./words.ts";

/** Before lexemes of pinyin, so that they are not taken for words. Words hold no such signs. */
export const PINYIN_MARK = "~";
export const INITIALS_MARK = "^";

/** Larger versions find more. Products with another version are indexed again by a job. */
export const SEARCH_VERSION = 1;
/** Longer rows of parts are found by their pairs. */
const PARTS_JOINED_MAXIMUM = 6;

/** A product is found by its name, its description and its seller's name. */
export function searchWordsOf(
  product: { readonly name: string; readonly description: string },
  sellerName: string,
): string[] {
  const lexemes = new Set<string>();
  for (const name of [product.name, sellerName]) {
    const words = wordsOf(name);
    addWords(lexemes, words, { joinsAll: true });
    for (const run of words.runs) addPinyin(lexemes, run);
  }
  addWords(lexemes, wordsOf(product.description), { joinsAll: false });
  return [...lexemes];
}

/**
 * Spaced words as they are, in parts, and joined with their neighbours (in names all, in long texts
 * numbers with letters: `330 ml` is found as `330ml`); of unspaced scripts each character and each pair.
 */
function addWords(
  lexemes: Set<string>,
  { runs, chunks }: Words,
  { joinsAll }: { joinsAll: boolean },
): void {
  for (const run of runs) {
    const characters = [...run];
    for (const part of [...characters, ...pairsOf(characters)]) lexemes.add(part);
  }
  chunks.forEach((chunk, index) => {
    for (const part of [...chunk, ...pairsOf(chunk)]) lexemes.add(part);
    if (chunk.length <= PARTS_JOINED_MAXIMUM) lexemes.add(cut(chunk.join("")));
    const joined = joinedOver(chunks[index - 1], chunk, joinsAll);
    if (joined !== null) lexemes.add(joined);
  });
}

/** The last part of a word with the first of the next. */
function joinedOver(before: Chunk | undefined, chunk: Chunk, joinsAll: boolean): string | null {
  const [left, right] = [before?.at(-1), chunk[0]];
  if (left === undefined || right === undefined) return null;
  return joinsAll || isNumberNextToLetters(left, right) ? cut(`${left}${right}`) : null;
}

function addPinyin(lexemes: Set<string>, run: string): void {
  for (const { spelled, initials } of pinyinOf(run)) {
    lexemes.add(`${PINYIN_MARK}${cut(spelled)}`);
    if (initials.length > 1) lexemes.add(`${INITIALS_MARK}${initials}`);
  }
}
