import { spacedOnce } from "./characters.ts";
import { compatibleText } from "./identifier.ts";

/** The page shows a code in groups, and people type the groups. */
const SEPARATOR = /[\s\p{Dash}]/gu;
const DIGITS = /^\d+$/;

/** Digits only. What is no member code stays a text that no customer has. */
export function canonicalMemberCode(text: string): { readonly text: string } {
  const typed = spacedOnce(compatibleText(text));
  const digits = typed.replace(SEPARATOR, "");
  return { text: DIGITS.test(digits) ? digits : typed };
}
