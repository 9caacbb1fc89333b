import type { Locale } from "./catalogue.ts";

const placeholder = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g;

/**
 * Fills `{name}` placeholders; numbers are grouped the way the language groups them.
 * `{name|one|other}` picks a word by the number's English plural, and prints only the word:
 * `"{points} {points|point|points}"`.
 */
export function fillMessage(
  text: string,
  values: Readonly<Record<string, string | number>>,
  locale: Locale,
): string {
  return text.replace(placeholder, (whole, name: string, one?: string, other?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (one !== undefined && other !== undefined) {
      return pluralIsOne(value, locale) ? one : other;
    }
    return typeof value === "number"
      ? new Intl.NumberFormat(locale).format(value)
      : isolated(value);
  });
}

const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * A name written from right to left must not turn round the words beside it. What `<bdi>` is to an
 * element, U+2068 and U+2069 are to a text; texts that need no isolation stay as they are.
 */
function isolated(value: string): string {
  return rightToLeft.test(value) ? `\u2068${value}\u2069` : value;
}

function pluralIsOne(value: string | number, locale: Locale): boolean {
  return new Intl.PluralRules(locale).select(Number(value)) === "one";
}
