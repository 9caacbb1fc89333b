import type { Canonical } from "./canonical.ts";
import { canonicalIdentifier, compatibleText } from "./identifier.ts";

/** AIM symbology identifier (ISO/IEC 15424), which scanners can be set to send: `]E0`, `]C1`, `]d2`. */
const SYMBOLOGY = /^(?:\s*\][A-Za-z][0-9A-Za-z])+/;
/** The symbologies whose content is a GS1 element string: `01` and a GTIN come first. */
const GS1_SYMBOLOGY = /^\](?:C1|e[0-3]|d2|Q3|J1|Z[14])/;
const GS1_IN_BRACKETS = /^\(01\) ?(\d{8,14})(?: ?\(|$)/;
const GS1_ELEMENTS = /^01(\d{14})/;
const GS1_ALONE = /^01(\d{14})$/;
/** `6.90123E+12`, `6,90123E12`, `6E+12`: a spreadsheet's form of a number whose digits are lost. */
const SCIENTIFIC = /^\d+(?:[.,]\d+E\+?|E\+)\d{1,3}$/i;
/** GTIN-8, UPC-A, EAN-13 and GTIN-14. */
const GTIN = /^(?:\d{8}|\d{12,14})$/;
const GTIN_DIGITS = 14;

/**
 * A barcode as it is shown: without what the scanner adds (symbology, `(01)`, line ends), the digits
 * as they are printed. Codes of the shop's own, such as `ABC-12` or `10234`, are identifiers; their
 * letters keep their case. A number in scientific notation is refused: its last digits are lost.
 */
export function canonicalBarcode(text: string): Canonical {
  const compatible = compatibleText(text).trim();
  const isGs1 = GS1_SYMBOLOGY.test(compatible);
  const content = canonicalIdentifier(compatible.replace(SYMBOLOGY, ""));
  if ("fault" in content) return content;
  if (SCIENTIFIC.test(content.text)) return { fault: "scientific_notation" };
  return { text: gtinOf(content.text, isGs1) ?? content.text };
}

/**
 * What barcodes are compared and unique by: a GTIN at 14 digits, so that UPC-A and the EAN-13 with a
 * leading zero are one; anything else as it is shown. Digits of a GTIN's length count as one with a wrong
 * check digit too: shops print such codes themselves, and scanners add the zero to them all the same.
 */
export function barcodeKey(shown: string): string {
  return GTIN.test(shown) ? shown.padStart(GTIN_DIGITS, "0") : shown;
}

/** The GTIN of a GS1 element string; null for anything else. */
function gtinOf(content: string, isGs1: boolean): string | null {
  const bracketed = GS1_IN_BRACKETS.exec(content)?.[1];
  if (bracketed !== undefined) return bracketed;
  // Without brackets the digits may be a code of the shop's own, and the check digit tells.
  const gtin = (isGs1 ? GS1_ELEMENTS : GS1_ALONE).exec(content)?.[1];
  return gtin !== undefined && isGtin(gtin) ? gtin : null;
}

/** The right length and the right check digit (GS1 General Specifications, section 7.9). */
function isGtin(text: string): boolean {
  if (!GTIN.test(text)) return false;
  const digits = Array.from(text.padStart(GTIN_DIGITS, "0"), Number);
  const weighted = digits.reduce((sum, digit, index) => sum + digit * (index % 2 === 0 ? 3 : 1), 0);
  return weighted % 10 === 0 && digits.some((digit) => digit !== 0);
}
