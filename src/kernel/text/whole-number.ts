import { compatibleText } from "./identifier.ts";

/** Twelve digits stay exact, also times a thousand. */
const WHOLE = /^\d{1,12}$/;

/** A whole number as typed, also in full width; null for everything else, signs and commas included. */
export function readWholeNumber(typed: string, { least = 0 } = {}): number | null {
  const digits = compatibleText(typed).trim();
  if (!WHOLE.test(digits)) return null;
  const value = Number(digits);
  return value >= least ? value : null;
}
