import { INITIALS_MARK, PINYIN_MARK } from "./index-words.ts";
import { type Chunk, cut, isNumberNextToLetters, pairsOf, partsOfRun, wordsOf } from "./words.ts";

/** One letter begins half of all names. */
const PINYIN = /^[a-z]{2,}$/;

/**
 * What a query asks for, in the text form of PostgreSQL's tsquery; null when there is no word in it.
 * All its words must be there. The word that is still being typed, the last one, counts as a
 * beginning. A word of Latin letters may also be pinyin, or the initials of it.
 */
export function toTsquery(query: string): string | null {
  const { runs, chunks, endsWithChunk } = wordsOf(query);
  const parts = [...new Set(runs.flatMap(partsOfRun))].map(lexeme);
  const spaced = chunks.length === 0 ? [] : [spacedQuery(chunks, endsWithChunk)];
  const terms = [...parts, ...spaced];
  return terms.length === 0 ? null : terms.join(" & ");
}

/** All words; or all with two neighbours written as one, as `wi fi` is found in WiFi. */
function spacedQuery(chunks: readonly Chunk[], isTyping: boolean): string {
  const queryOf = (list: readonly Chunk[]) =>
    all(list.map((chunk, index) => chunkQuery(chunk, isTyping && index === list.length - 1)));
  const joined = chunks.slice(1).flatMap((chunk, index) => {
    const left = chunks[index] ?? [];
    if (left.length !== 1 || chunk.length !== 1) return [];
    return [[...chunks.slice(0, index), [`${left[0]}${chunk[0]}`], ...chunks.slice(index + 2)]];
  });
  return any([chunks, ...joined].map(queryOf));
}

function chunkQuery(chunk: Chunk, isTyping: boolean): string {
  const ending = isTyping ? ":*" : "";
  const [first = ""] = chunk;
  if (chunk.length === 1) {
    const word = `${lexeme(cut(first))}${ending}`;
    if (!PINYIN.test(first)) return word;
    return any([
      word,
      ...[PINYIN_MARK, INITIALS_MARK].map((mark) => `${lexeme(`${mark}${first}`)}:*`),
    ]);
  }
  const typed = (words: readonly string[]) =>
    all(words.map((word, index) => lexeme(word) + (index === words.length - 1 ? ending : "")));
  const ways = [typed(pairsOf(chunk)), typed([cut(chunk.join(""))])];
  const hasNumbers = pairsWith(chunk, isNumberNextToLetters);
  // 500 and g by themselves are in too many texts; rose and gold are a fair reading of rose-gold.
  return any(hasNumbers ? ways : [...ways, typed(chunk)]);
}

function pairsWith(chunk: Chunk, holds: (left: string, right: string) => boolean): boolean {
  return chunk.slice(1).some((part, index) => holds(chunk[index] ?? "", part));
}

function all(terms: readonly string[]): string {
  return terms.length === 1 ? (terms[0] ?? "") : `(${terms.join(" & ")})`;
}

function any(terms: readonly string[]): string {
  const different = [...new Set(terms)];
  return different.length === 1 ? (different[0] ?? "") : `(${different.join(" | ")})`;
}

function lexeme(word: string): string {
  return `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
