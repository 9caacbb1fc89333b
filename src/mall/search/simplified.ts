import { Converter } from "opencc-js/t2cn";

/** Traditional characters as written by the standards of Hong Kong and Taiwan, and in general. */
const STANDARDS = (["hk", "tw", "t"] as const).map((from) => Converter({ from, to: "cn" }));

const HAN = /\p{Script=Han}/gu;
/** A few thousand characters are in use, so the map stays small. */
const known = new Map<string, string>();

/**
 * The text with simplified characters. Each character is converted by itself: a conversion by words
 * writes one character differently in different words, and the parts of a text would no longer be
 * found in it.
 */
export function toSimplified(text: string): string {
  return text.replace(HAN, (character) => {
    const before = known.get(character);
    if (before !== undefined) return before;
    const simplified = convert(character);
    known.set(character, simplified);
    return simplified;
  });
}

function convert(character: string): string {
  for (const standard of STANDARDS) {
    const simplified = standard(character);
    if (simplified !== character && [...simplified].length === 1) return simplified;
  }
  return character;
}
