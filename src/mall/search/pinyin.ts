import { pinyin } from "pinyin-pro";

/** Nobody types more syllables of a name without a space. */
const SYLLABLES_MAXIMUM = 8;
const SYLLABLE = /^[a-z]+$/;

/** The pinyin of some characters that stand together, from one of them onwards. */
export type PinyinFrom = { readonly spelled: string; readonly initials: string };

/**
 * For every character of a run its pinyin and that of those behind it: 茶杯 gives `chabei` with `cb`,
 * and `bei` with `b`. Without tones; ü is both `v` and `u`, as keyboards without it write it.
 * Readings depend on the word (银行 is `yinhang`), so the run is read as a whole.
 */
export function pinyinOf(run: string): PinyinFrom[] {
  const syllables = pinyin(run, { toneType: "none", type: "array", v: true });
  return syllables.flatMap((_, start) => {
    const from = syllables.slice(start, start + SYLLABLES_MAXIMUM);
    const end = from.findIndex((syllable) => !SYLLABLE.test(syllable));
    const read = end === -1 ? from : from.slice(0, end);
    if (read.length === 0) return [];
    const initials = read.map((syllable) => syllable.charAt(0)).join("");
    const spelled = read.join("");
    const spellings = new Set([spelled, spelled.replaceAll("v", "u")]);
    return [...spellings].map((one) => ({ spelled: one, initials }));
  });
}
