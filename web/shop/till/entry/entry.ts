import { canonicalBarcode } from "../../../../src/kernel/text/barcode.ts";
import { canonicalDigits } from "../../../../src/kernel/text/digits.ts";
import { canonicalIdentifier } from "../../../../src/kernel/text/identifier.ts";

/** What is looked for: one thing only, so that what is not found can be named truly. */
export type Wanted =
  /** 8, 12, 13 or 14 digits are printed on goods; no member code is that short. */
  | { as: "barcode"; text: string }
  | { as: "memberCode"; text: string }
  /** So many digits are neither: something was read or typed wrongly. */
  | { as: "digits"; text: string; count: number }
  /** A product's name or category, or a code of the shop's own. */
  | { as: "name"; text: string };

/** What one line typed or scanned into the till's field asks for. */
export type Entry =
  | { kind: "nothing" }
  /** `3*` alone: the next product counts this many. */
  | { kind: "quantity"; quantity: number }
  /** `+`, `-`, `+2`: that many more or less of the line touched last, before what follows. */
  | { kind: "step"; by: number; next: FindEntry | null }
  /** `=5` alone: the line touched last counts this many. */
  | { kind: "set"; quantity: number }
  | FindEntry;

export type FindEntry = { kind: "find"; wanted: Wanted; quantity: number | null };

/** More of one product on one receipt is a slip of the finger, not a sale. */
export const quantityMaximum = 9_999;

const memberCodeDigits = 18;
const barcodeDigits = { least: 8, most: 14 } as const;

/** An `x` that begins a word (`3 xylitol`) multiplies nothing. */
const multiplied = /^(\d{1,4}) ?(?:[*×]|x(?![a-z])) ?(.*)$/i;
const stepAlone = /^([+-])\s*(\d{0,4})$/;
const stepThenCode = /^([+-])\s*(\d[\d\s]{7,})$/;

/** Reads what was typed, before Enter is acted upon. Full-width digits count as digits. */
export function parseEntry(typed: string): Entry {
  const canonical = canonicalIdentifier(typed);
  if ("fault" in canonical) return { kind: "nothing" };
  const { text } = canonical;
  const step = stepAlone.exec(text);
  if (step !== null) return stepOf(step[1], step[2] ?? "", null);
  const exact = /^=\s*(\d{1,4})$/.exec(text);
  if (exact !== null) return { kind: "set", quantity: Number(exact[1]) };
  // A scanner does not wait for Enter: its digits follow the `+` that was typed before them.
  const scanned = stepThenCode.exec(text);
  if (scanned !== null) return stepOf(scanned[1], "", find(scanned[2] ?? "", null));
  const times = multiplied.exec(text);
  const quantity = Number(times?.[1] ?? 0);
  if (times === null || quantity === 0) return find(text, null);
  const rest = times[2] ?? "";
  return rest === "" ? { kind: "quantity", quantity } : find(rest, quantity);
}

function stepOf(sign: string | undefined, digits: string, next: FindEntry | null): Entry {
  const steps = digits === "" ? 1 : Number(digits);
  return { kind: "step", by: sign === "-" ? -steps : steps, next };
}

function find(text: string, quantity: number | null): FindEntry {
  return { kind: "find", wanted: wantedOf(text), quantity };
}

function wantedOf(text: string): Wanted {
  const digits = canonicalDigits(text).text;
  const isNumber = /^\d+$/.test(digits);
  if (isNumber && digits.length === memberCodeDigits) return { as: "memberCode", text: digits };
  const barcode = canonicalBarcode(text);
  if ("fault" in barcode) return { as: "name", text };
  const count = barcode.text.length;
  if (!/^\d+$/.test(barcode.text)) return { as: "name", text: barcode.text };
  if (count < barcodeDigits.least) return { as: "name", text: barcode.text };
  return count <= barcodeDigits.most
    ? { as: "barcode", text: barcode.text }
    : { as: "digits", text: barcode.text, count };
}
