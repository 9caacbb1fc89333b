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

/**
 * Lines by invoice, in the order in which the receipts were made: a return comes after the sales it
 * may belong to. A line that names another customer than its invoice's first line is left over.
 */
export function groupReceipts(lines: readonly ReceiptLine[]): {
  groups: ReceiptGroup[];
  leftOver: ReceiptLine[];
} {
  const byInvoice = new Map<string, ReceiptLine[]>();
  const leftOver: ReceiptLine[] = [];
  for (const line of lines) {
    const group = byInvoice.get(line.invoice);
    if (!group) byInvoice.set(line.invoice, [line]);
    else if (group[0]?.customer === line.customer) group.push(line);
    else leftOver.push(line);
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
