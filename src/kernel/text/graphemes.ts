/** One or more characters that people see as one: an emoji with its skin, a letter with its accent. */
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * A grapheme may have many characters (a family emoji has up to eleven). This bounds what a text of so
 * many graphemes may occupy, and so the accents that can be piled on one letter.
 */
export const CHARACTERS_PER_GRAPHEME_MAXIMUM = 10;

/** Whether the text has at most so many graphemes. Looks no further than that many. */
export function fitsGraphemes(text: string, maximum: number): boolean {
  if (text.length <= maximum) return true;
  if (charactersOf(text) > maximum * CHARACTERS_PER_GRAPHEME_MAXIMUM) return false;
  return cutGraphemes(text, maximum).length === text.length;
}

/** The first graphemes of a text, never half of one. */
export function cutGraphemes(text: string, maximum: number): string {
  if (text.length <= maximum) return text;
  let end = 0;
  let count = 0;
  for (const { segment } of segmenter.segment(text)) {
    if (count === maximum) break;
    count += 1;
    end += segment.length;
  }
  return text.slice(0, end);
}

/** The first thing of a text that is seen, in upper case: what stands in an avatar. */
export function initialOf(name: string): string {
  return cutGraphemes(name.trim(), 1).toUpperCase();
}

/** Code points. */
function charactersOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
