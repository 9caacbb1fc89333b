import { spacedOnce } from "./characters.ts";
import { compatibleText } from "./identifier.ts";

/** The page shows a code in groups, and people type the groups. */
const SEPARATOR = /[\s\p{Dash}]/gu;
const DIGITS = /^\d+$/;

/**
 * The digits of a member code or a pick-up code. What has anything else in it stays a text that is
 * nobody's code.
 */
export function canonicalDigits(text: string): { readonly text: string } {
  const typed = spacedOnce(compatibleText(text));
  const digits = typed.replace(SEPARATOR, "");
  return { text: DIGITS.test(digits) ? digits : typed };
}
