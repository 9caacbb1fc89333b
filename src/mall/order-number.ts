import { compatibleText } from "../kernel/text/identifier.ts";

/** Digits and capitals without 0, 1, I, L, O and U, which are misread or misheard. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 30^8 is 656 thousand million: a new number meets one in use once in 65,000 among ten million. */
const LENGTH = 8;
const SEPARATOR = /[\s\p{Dash}#]/gu;

/** A number for an order. The table refuses one in use, and the checkout then runs again. */
export function newOrderNumber(randomBelow: (limit: number) => number): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomBelow(ALPHABET.length)]).join("");
}

/** The canonical form of a number as people type it: capitals, without spaces and dashes. */
export function canonicalOrderNumber(text: string): string {
  return compatibleText(text).replace(SEPARATOR, "").toUpperCase();
}
