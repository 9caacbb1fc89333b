import type { Instant } from "../../kernel/clock.ts";
import { textOf } from "../../kernel/text/canonical.ts";
import { canonicalIdentifier } from "../../kernel/text/identifier.ts";
import { canonicalName } from "../../kernel/text/name.ts";
import { QUANTITY_MAXIMUM } from "../contract.ts";
import type { ReadLocalTime } from "./local-time.ts";
import type { SourceRecord } from "./read-records.ts";
import type { Reason } from "./reasons.ts";

/** The columns of the "Online Retail" layout, by the name in its header. */
export const COLUMNS = [
  "InvoiceNo",
  "StockCode",
  "Description",
  "Quantity",
  "InvoiceDate",
  "UnitPrice",
  "CustomerID",
] as const;
export type Column = (typeof COLUMNS)[number];
/** Where each column stands, and how many fields a line has. */
export type Layout = { readonly at: Readonly<Record<Column, number>>; readonly width: number };

/** A line that can be used. */
export type ReceiptLine = {
  readonly record: SourceRecord;
  readonly kind: "sale" | "return";
  readonly invoice: string;
  readonly code: string;
  readonly description: string;
  /** 1 or more, for returns too. */
  readonly quantity: number;
  /** In minor units. */
  readonly price: number;
  readonly soldAt: Instant;
  /** As the file writes it, so of the file's time zone. */
  readonly day: string;
  readonly customer: string | null;
};

export type ParsedLine =
  | { readonly ok: true; readonly value: ReceiptLine }
  | { readonly ok: false; readonly reason: Reason };

const INVOICE = /^(C?)\d{1,20}$/i;
/** Five digits and what tells variants apart: 85123A, 15056BL. Everything else (POST, D, M, C2) is no product. */
const PRODUCT_CODE = /^\d{5}[0-9A-Z]{0,10}$/;
const DAY = /^\d{4}-\d{2}-\d{2}/;
const WHOLE = /^-?\d{1,15}(?:\.0+)?$/;
const DECIMAL = /^(-?)(\d{1,10})(?:\.(\d{1,2})0*)?$/;
/** Spreadsheets turn a customer number into a decimal: 17850.0. */
const CUSTOMER = /^([A-Z0-9-]{1,64}?)(?:\.0+)?$/i;

/** Reads one record; the first thing that is wrong with it is the reason. */
export function parseLine(
  record: SourceRecord,
  { layout, readTime, now }: { layout: Layout; readTime: ReadLocalTime; now: Instant },
): ParsedLine {
  if (record.isBroken) return reject("broken_quotes");
  if (record.fields.length !== layout.width) return reject("wrong_columns");
  if (record.fields.some(isNotText)) return reject("bad_encoding");
  const typed = (column: Column) => record.fields[layout.at[column]] ?? "";
  const field = (column: Column) => textOf(canonicalIdentifier(typed(column))) ?? "";
  const invoice = field("InvoiceNo").toUpperCase();
  if (!INVOICE.test(invoice)) return reject("not_a_receipt");
  const soldAt = readTime(field("InvoiceDate"));
  if (soldAt === null || soldAt > now) return reject("bad_date");
  const quantity = readQuantity(field("Quantity"));
  if (quantity === null) return reject("bad_quantity");
  const price = readMinorUnits(field("UnitPrice"));
  if (price === null) return reject("bad_price");
  const customer = readCustomer(field("CustomerID"));
  if (customer === undefined) return reject("bad_customer");
  const code = field("StockCode").toUpperCase();
  const kind = invoice.startsWith("C") ? "return" : "sale";
  const unusable = whyUnusable({ kind, code, quantity, price });
  if (unusable) return reject(unusable);
  const description = textOf(canonicalName(typed("Description"))) ?? "";
  return {
    ok: true,
    value: {
      record,
      kind,
      invoice,
      code,
      description,
      quantity: kind === "return" ? -quantity : quantity,
      price,
      soldAt,
      day: DAY.exec(field("InvoiceDate"))?.[0] ?? "",
      customer,
    },
  };
}

/** U+FFFD stands where bytes were no UTF-8; PostgreSQL keeps no zero byte. */
function isNotText(field: string): boolean {
  return field.includes("\uFFFD") || field.includes("\0");
}

function whyUnusable(line: {
  kind: "sale" | "return";
  code: string;
  quantity: number;
  price: number;
}): Reason | null {
  if (!PRODUCT_CODE.test(line.code)) return "not_a_product";
  if (line.quantity === 0) return "zero_quantity";
  if (line.kind === "sale" && line.quantity < 0) return "negative_quantity";
  if (line.kind === "return" && line.quantity > 0) return "return_not_negative";
  if (line.price < 0) return "price_negative";
  return line.price === 0 ? "price_zero" : null;
}

function readQuantity(text: string): number | null {
  if (!WHOLE.test(text)) return null;
  const quantity = Number(text);
  return Math.abs(quantity) <= QUANTITY_MAXIMUM ? quantity : null;
}

/**
 * `2.55` → 255, exactly: the digits are moved, never multiplied as a fraction. A third decimal that
 * is not 0 has no minor unit and is refused rather than rounded.
 */
export function readMinorUnits(text: string): number | null {
  const [, sign, whole, decimals = ""] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) return null;
  const minor = Number(whole + decimals.padEnd(2, "0"));
  return sign === "-" && minor !== 0 ? -minor : minor;
}

/** Null for no customer, undefined for a text that cannot be a number of one. */
function readCustomer(text: string): string | null | undefined {
  return text === "" ? null : CUSTOMER.exec(text)?.[1];
}

function reject(reason: Reason): ParsedLine {
  return { ok: false, reason };
}
