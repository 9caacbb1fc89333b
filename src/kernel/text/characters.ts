// Classes of characters, by Unicode properties. Every expression here runs in linear time: no
// quantifier is followed by another that can match the same characters.

/**
 * Zero-width characters, soft hyphens, joiners, fillers, variation selectors, tags, and every
 * character that changes the direction of a line (all of `Bidi_Control` is in this property).
 */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
/** C0 and C1 controls, except the ones that are white space. */
const CONTROL = /[^\P{Cc}\t\n\v\f\r]/gu;
/** A line break that `\s` and `trim` do not know. */
const NEXT_LINE = "\u0085";
const WHITE_SPACE_RUN = /\s+/gu;
const LINE_BREAK = /[\n\v\f\r\u2028\u2029]/u;
const LINE_END = /\r\n|[\v\f\r\u2028\u2029]/gu;
const MARKS = /\p{M}+/gu;
const PLAIN = /^[\x21-\x7e]*$/;
/** U+2800 is a braille cell without dots: a symbol that shows nothing. */
const VISIBLE = /(?![\u2800\p{Default_Ignorable_Code_Point}])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Scripts in which a joiner between two letters changes how they are written. */
const JOINING =
  "\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Nko}\\p{Script=Devanagari}\\p{Script=Bengali}" +
  "\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}" +
  "\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}\\p{Script=Myanmar}";
const PICTURE = "\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\uFE0F\\u20E3";
/**
 * Ignorable characters that are part of what is seen: the joiners of a family emoji and of Indic and
 * Arabic letters, one variation selector after a picture, a Han or a Mongolian character, and the
 * tags of the flags of England, Scotland and Wales.
 */
const SEEN_OR_IGNORABLE = new RegExp(
  [
    "(\\u{1F3F4}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{3,6}\\u{E007F}",
    `(?<=[${PICTURE}])\\u200D(?=\\p{Extended_Pictographic})`,
    `(?<=[${JOINING}])[\\u200C\\u200D](?=[${JOINING}])`,
    "(?<=[\\p{Emoji}\\p{Script=Han}\\p{Script=Mongolian}])\\p{Variation_Selector})",
    "\\p{Default_Ignorable_Code_Point}",
  ].join("|"),
  "gu",
);

/** Printable ASCII without spaces, as most identifiers are: every form of it is itself. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/**
 * In a normal form. Putting marks in their order takes time that grows with the square of their number
 * (20,000 on one letter: 130 ms), so a letter keeps few.
 */
export function normalised(text: string, form: "NFC" | "NFKC"): string {
  return withFewMarks(withFewMarks(text).normalize(form));
}

/** A letter keeps its first marks, as in the stream-safe format of UAX 15. */
const MARKS_MAXIMUM = 30;

function withFewMarks(text: string): string {
  return text.replace(MARKS, (run) =>
    run.length <= MARKS_MAXIMUM ? run : [...run].slice(0, MARKS_MAXIMUM).join(""),
  );
}

/** Without anything that has no width, directs text or controls a device. White space stays. */
export function withoutInvisible(text: string): string {
  return withoutControls(text).replace(IGNORABLE, "");
}

/** Like `withoutInvisible`, but an emoji or a letter made of several characters stays as it is seen. */
export function withoutUnseen(text: string): string {
  if (isPlain(text)) return text;
  return withoutControls(text).replace(
    SEEN_OR_IGNORABLE,
    (_, seen: string | undefined) => seen ?? "",
  );
}

function withoutControls(text: string): string {
  return text.replaceAll(NEXT_LINE, "\n").replace(CONTROL, "");
}

/** Every run of white space is one space, none at the ends. */
export function spacedOnce(text: string): string {
  return text.replace(WHITE_SPACE_RUN, " ").trim();
}

/** Lines end with `\n`. */
export function withPlainLineEnds(text: string): string {
  return text.replace(LINE_END, "\n");
}

export function hasLineBreak(text: string): boolean {
  return LINE_BREAK.test(text);
}

/** Whether anything of the text can be seen. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}
