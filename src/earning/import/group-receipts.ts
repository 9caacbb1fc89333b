import type { Instant } from "../../kernel/clock.ts";
import type { ReceiptLine } from "./parse-line.ts";

/** All lines of one invoice, wherever they stand in the file. */
export type ReceiptGroup = {
  readonly kind: "sale" | "return";
  readonly invoice: string;
  readonly customer: string | null;
  /** The time of its first line; till systems write a new minute into long receipts. */
  readonly soldAt: Instant;
  readonly lines: readonly ReceiptLine[];
};

type LeftOver = {
  readonly line: ReceiptLine;
  readonly reason: "mixed_customers" | "mixed_days";
};

/**
 * Lines by invoice, in the order in which the receipts were made: a return comes after the sales it
 * may belong to. A line that names another customer than its invoice's first line, or is of another
 * day, is left over with the reason.
 */
export function groupReceipts(lines: readonly ReceiptLine[]): {
  groups: ReceiptGroup[];
  leftOver: LeftOver[];
} {
  const byInvoice = new Map<string, ReceiptLine[]>();
  const leftOver: LeftOver[] = [];
  for (const line of lines) {
    const group = byInvoice.get(line.invoice);
    const first = group?.[0];
    if (!group || !first) byInvoice.set(line.invoice, [line]);
    else if (first.customer !== line.customer) leftOver.push({ line, reason: "mixed_customers" });
    else if (first.day !== line.day) leftOver.push({ line, reason: "mixed_days" });
    else group.push(line);
  }
  const groups = [...byInvoice.values()].map(toGroup).sort(inTime);
  return { groups, leftOver };
}

function toGroup(lines: readonly ReceiptLine[]): ReceiptGroup {
  const [first] = lines as [ReceiptLine, ...ReceiptLine[]];
  const { kind, invoice, customer, soldAt } = first;
  return { kind, invoice, customer, soldAt, lines };
}

/** Sales before returns of the same moment, then as in the file: sorting is stable. */
function inTime(left: ReceiptGroup, right: ReceiptGroup): number {
  return left.soldAt - right.soldAt || rank(left) - rank(right);
}

function rank({ kind }: ReceiptGroup): number {
  return kind === "sale" ? 0 : 1;
}
