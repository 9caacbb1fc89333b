import type { Canonical } from "./canonical.ts";
import { compatibleText } from "./identifier.ts";

/** White space, dashes and hyphens of all kinds, brackets, dots, slashes, the minus sign. */
const SEPARATOR = /[\s\p{Dash}\p{Ps}\p{Pe}./\\·•]/gu;
/** `+44 (0)20 …`: with the 0 from inside the country, without it from outside. */
const OPTIONAL_TRUNK_ZERO = /\(\s?0\s?\)/u;
const DIGITS = /^\+?\d{5,20}$/;
const CHINESE_MOBILE = /^1[3-9]\d{9}$/;
/** `0` before a Chinese mobile number, and `0` after any country code of China. */
const STRAY_ZERO = /^(?:01[3-9]\d{9}|\+?860\d+|\+0\d*)$/;

/**
 * Digits, with `+` and the country code where there is one. A Chinese mobile number gets its country
 * code; other numbers without one stay as typed, because the country is not known. A zero that
 * belongs to another way of dialling is refused and not guessed.
 */
export function canonicalPhone(text: string): Canonical {
  const compatible = compatibleText(text).replace(/^\s*tel:/i, "");
  if (OPTIONAL_TRUNK_ZERO.test(compatible)) return { fault: "wrong_format" };
  const digits = compatible.replace(SEPARATOR, "").replace(/^00/, "+");
  if (!DIGITS.test(digits) || STRAY_ZERO.test(digits)) return { fault: "wrong_format" };
  if (CHINESE_MOBILE.test(digits)) return { text: `+86${digits}` };
  const isChinese = digits.startsWith("86") && CHINESE_MOBILE.test(digits.slice(2));
  return { text: isChinese ? `+${digits}` : digits };
}
