import { fold } from "../../kernel/text/fold.ts";
import { WORD_LENGTH_MAXIMUM } from "../limits.ts";
import { toSimplified } from "./simplified.ts";

/** Scripts that put no space between words; they are found by their characters and pairs of characters. */
const UNSPACED_RUN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}々〇ー]+/gu;
/** Signs within a word, as in Wi-Fi, AC/DC and U.S.A.; every other sign ends it. */
const BETWEEN_CHUNKS = /[^\p{L}\p{N}\p{M}\-‐‑‒–—_./·&+]+/u;
const LETTERS_OR_NUMBER = /\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}]+/gu;
const NUMBER = /^\p{N}/u;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;
const UNSPACED_CHARACTER = new RegExp(UNSPACED_RUN.source, "u");

/** `zh` cuts Thai and its neighbours into words too. */
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/**
 * What stands between spaces, cut where letters meet digits or a sign: `iPhone15Pro` is `iphone`, `15`
 * and `pro`; `Wi-Fi` is `wi` and `fi`.
 */
export type Chunk = readonly string[];

export type Words = {
  /** Stretches of Chinese, Japanese or Korean. */
  readonly runs: readonly string[];
  /** Words of scripts with spaces. */
  readonly chunks: readonly Chunk[];
  /** The last word is one of the chunks, so that a person may still be typing it. */
  readonly endsWithChunk: boolean;
};

/** A text cut into what can be searched for. Index and query are cut by this one function. */
export function wordsOf(text: string): Words {
  const folded = toSimplified(fold(text));
  const runs = [...folded.matchAll(UNSPACED_RUN)].map(([run]) => run);
  const spaced = folded.replace(UNSPACED_RUN, " ");
  const chunks = spaced.split(BETWEEN_CHUNKS).map(partsOf);
  return {
    runs,
    chunks: chunks.filter((chunk) => chunk.length > 0),
    endsWithChunk: endsWithLetter(folded),
  };
}

/** True when a number stands next to letters, as in `330 ml`. */
export function isNumberNextToLetters(left: string, right: string): boolean {
  return NUMBER.test(left) !== NUMBER.test(right);
}

export function pairsOf(parts: readonly string[]): string[] {
  return parts.slice(1).map((part, index) => cut(`${parts[index]}${part}`));
}

/** The first characters of a word that is too long to be one. */
export function cut(word: string): string {
  const characters = [...word];
  return characters.length <= WORD_LENGTH_MAXIMUM
    ? word
    : characters.slice(0, WORD_LENGTH_MAXIMUM).join("");
}

/**
 * A run is cut into words, so that 乌龙茶礼盒 also finds 礼盒装乌龙茶; each word is asked for by its
 * pairs. Words of one character that stand together are most often one word that the segmenter does
 * not know, 乌龙 for one.
 */
export function partsOfRun(run: string): string[] {
  const words: string[][] = [];
  let isLastJoined = false;
  for (const { segment } of segmenter.segment(run)) {
    const characters = [...segment];
    const isSingle = characters.length === 1;
    if (isSingle && isLastJoined) words.at(-1)?.push(...characters);
    else words.push(characters);
    isLastJoined = isSingle;
  }
  return words.flatMap((word) => (word.length === 1 ? word : pairsOf(word)));
}

function partsOf(chunk: string): string[] {
  return [...segmenter.segment(chunk)]
    .filter((segment) => segment.isWordLike)
    .flatMap(({ segment }) => segment.match(LETTERS_OR_NUMBER) ?? [])
    .map(cut);
}

/** Looks at single characters from the end: a pattern anchored there takes quadratic time. */
function endsWithLetter(folded: string): boolean {
  const last = [...folded].findLast((character) => WORD_CHARACTER.test(character));
  return last !== undefined && !UNSPACED_CHARACTER.test(last);
}
