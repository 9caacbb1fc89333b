import { parse } from "secure-json-parse";
import { type ScanLimit, scanJson } from "./scan-json.ts";

export type JsonReading =
  /** `isSurelyStorable`: no string holds a character that PostgreSQL cannot keep. */
  | { readonly kind: "value"; readonly value: unknown; readonly isSurelyStorable: boolean }
  /** Text that is not JSON, or that names `__proto__` or `constructor`. */
  | { readonly kind: "malformed" }
  | { readonly kind: "beyond"; readonly limit: ScanLimit };

/**
 * Parses JSON without letting a double round a fraction away: JSON.parse reads
 * 1.00000000000000000001 as 1, and an amount that the sender did not write must not be booked. Such
 * a number becomes ½, which every schema for whole amounts refuses with its own fault. Whole numbers
 * beyond 2⁵³ need no care: rounded or not, they stay above every maximum.
 *
 * What would be deep, or costly to make, is refused before it is made.
 */
export function readJson(text: string): JsonReading {
  const { beyond, rounded, hasOddEscape } = scanJson(text);
  if (beyond) return { kind: "beyond", limit: beyond };
  const exact = rounded.length === 0 ? text : withHalves(text, rounded);
  try {
    const value: unknown = parse(exact, null, { protoAction: "error", constructorAction: "error" });
    return { kind: "value", value, isSurelyStorable: !hasOddEscape };
  } catch {
    return { kind: "malformed" };
  }
}

function withHalves(text: string, places: readonly (readonly [number, number])[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const [start, end] of places) {
    parts.push(text.slice(from, start), "0.5");
    from = end;
  }
  parts.push(text.slice(from));
  return parts.join("");
}
