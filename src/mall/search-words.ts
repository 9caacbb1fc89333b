import { WORD_LENGTH_MAXIMUM } from "./limits.ts";

/** Scripts that put no space between words; they are found by their characters and pairs of characters. */
const UNSPACED_RUN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}々〇ー]+/gu;

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** What is looked for: all `words`, and where given a word that begins with `prefix`. */
export type SearchTerms = { readonly words: readonly string[]; readonly prefix: string | null };

/**
 * The lexemes under which texts are found: spaced words as they are, and of unspaced scripts each
 * character and each pair of neighbours. Case and width are folded (Unicode NFKC).
 */
export function indexWords(texts: readonly string[]): string[] {
  const words = new Set<string>();
  for (const text of texts.map(fold)) {
    for (const [run] of text.matchAll(UNSPACED_RUN)) {
      const characters = [...run];
      for (const part of [...characters, ...pairsOf(characters)]) words.add(part);
    }
    for (const word of spacedWordsOf(text.replace(UNSPACED_RUN, " "))) words.add(word);
  }
  return [...words];
}

/** A product is found by its name, its description and its seller's name. */
export function searchWordsOf(
  product: { readonly name: string; readonly description: string },
  sellerName: string,
): string[] {
  return indexWords([product.name, product.description, sellerName]);
}

/**
 * What a query asks for. All its words must be there; the word that is still being typed, the last
 * one, counts as a beginning. Null when there is no word in it.
 */
export function searchTerms(query: string): SearchTerms | null {
  const text = fold(query);
  const unspaced = [...text.matchAll(UNSPACED_RUN)].flatMap(([run]) => partsOfRun(run));
  const spaced = spacedWordsOf(text.replace(UNSPACED_RUN, " "));
  if (unspaced.length + spaced.length === 0) return null;
  const last = spaced.at(-1);
  const isTyping = last !== undefined && text.trimEnd().endsWith(last);
  return {
    words: [...new Set([...unspaced, ...(isTyping ? spaced.slice(0, -1) : spaced)])],
    prefix: isTyping ? last : null,
  };
}

/** In the text form of PostgreSQL's tsquery. */
export function toTsquery({ words, prefix }: SearchTerms): string {
  const terms = words.map(quote);
  if (prefix !== null) terms.push(`${quote(prefix)}:*`);
  return terms.join(" & ");
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

function spacedWordsOf(text: string): string[] {
  return [...segmenter.segment(text)]
    .filter((segment) => segment.isWordLike)
    .map(({ segment }) => [...segment].slice(0, WORD_LENGTH_MAXIMUM).join(""));
}

/**
 * A run is cut into words, so that 乌龙茶礼盒 also finds 礼盒装乌龙茶; each word is asked for by its
 * pairs. Words of one character that stand together are most often one word that the segmenter does
 * not know, 乌龙 for one.
 */
function partsOfRun(run: string): string[] {
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

function pairsOf(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

function quote(word: string): string {
  return `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
