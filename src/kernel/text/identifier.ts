import type { Canonical } from "./canonical.ts";
import {
  hasLineBreak,
  isPlain,
  isVisible,
  normalised,
  spacedOnce,
  withoutInvisible,
} from "./characters.ts";

/**
 * The canonical form of receipt numbers, references, voucher codes, categories and everything else
 * that is compared: without invisible characters, NFKC, one space between words. Upper and lower
 * case stay apart. A line break inside is two identifiers and not one: it is refused.
 */
export function canonicalIdentifier(text: string): Canonical {
  const compatible = compatibleText(text).trim();
  if (!isVisible(compatible)) return { fault: "not_visible" };
  return hasLineBreak(compatible) ? { fault: "line_break" } : { text: spacedOnce(compatible) };
}

/** An identifier whose case means nothing, such as the name of a column; empty for none. */
export function caselessIdentifier(text: string): string {
  const form = canonicalIdentifier(text);
  return "text" in form ? normalised(form.text.toLowerCase(), "NFKC") : "";
}

/** Without invisible characters, in NFKC: full-width digits and letters are the ordinary ones. */
export function compatibleText(text: string): string {
  if (isPlain(text)) return text;
  return withoutInvisible(normalised(withoutInvisible(text), "NFKC"));
}
