import { compatibleText } from "./identifier.ts";

/** Why a text is no amount of money. A page says it beside the field; it never guesses. */
export type AmountFault =
  | "empty"
  | "not_an_amount"
  | "decimal_comma"
  | "too_many_decimals"
  | "too_large";
export type ReadAmount = { readonly fen: number } | { readonly fault: AmountFault };

/** Digits, in groups of three behind commas or in one run, and at most two decimals behind a point. */
const AMOUNT = /^(\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d{1,2}))?$/;
const MORE_DECIMALS = /^\d+(?:,\d{3})*\.\d{3,}$/;
const COMMA_BEFORE_LAST_DIGITS = /^[\d.]+,\d+$/;
const FEN_PER_YUAN = 100;
/** JSON integers are exact up to here, in fen. */
const FEN_MAXIMUM = Number.MAX_SAFE_INTEGER;

/**
 * Yuan as typed, in fen: `12`, `12.5`, `¥1,200.00`, also in full width. A comma groups thousands and
 * nothing else: `12,50` may mean 12.50 and is refused.
 */
export function readAmount(typed: string, { maximum = FEN_MAXIMUM } = {}): ReadAmount {
  const text = compatibleText(typed)
    .trim()
    .replace(/^[¥\uffe5]\s*/u, "");
  if (text === "") return { fault: "empty" };
  const match = AMOUNT.exec(text);
  if (match === null) return { fault: faultOf(text) };
  const [, yuan = "", decimals = ""] = match;
  const fen = Number(yuan.replaceAll(",", "") + decimals.padEnd(2, "0"));
  return fen <= maximum ? { fen } : { fault: "too_large" };
}

/** Fen as the text of an amount field: 1250 → `12.50`. */
export function amountText(fen: number): string {
  const cents = String(fen % FEN_PER_YUAN).padStart(2, "0");
  return `${Math.trunc(fen / FEN_PER_YUAN)}.${cents}`;
}

function faultOf(text: string): AmountFault {
  if (MORE_DECIMALS.test(text)) return "too_many_decimals";
  return COMMA_BEFORE_LAST_DIGITS.test(text) ? "decimal_comma" : "not_an_amount";
}
