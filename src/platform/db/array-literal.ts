import type { Parameter } from "./database.ts";

/** What PostgreSQL reads as itself inside `{…}`; the word null it would not. */
const PLAIN = /^(?!null$)[\w:.+-]+$/i;

/**
 * A one-dimensional array as PostgreSQL writes it (manual, section 8.15.2). Batches send forty of
 * them, mostly ids and numbers, and pg quotes and escapes every element, which took 6 %
 * of a busy server's time.
 */
export function arrayLiteral(values: readonly Parameter[]): string {
  let text = "{";
  for (const [index, value] of values.entries()) {
    if (index > 0) text += ",";
    text += element(value);
  }
  return `${text}}`;
}

function element(value: Parameter): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return PLAIN.test(value) ? value : quoted(value);
  if (Buffer.isBuffer(value)) return `"\\\\x${value.toString("hex")}"`;
  if (typeof value === "object") return arrayLiteral(value);
  return String(value);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
