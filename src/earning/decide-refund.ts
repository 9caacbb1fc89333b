import { type Points, subtract, sum, ZERO } from "../kernel/points.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { bestOf, type FrozenRule } from "./decide-award.ts";

/** A line of a receipt as it stands: `refundedQuantity` of `quantity` came back before. */
export type SoldLine = {
  readonly line: number;
  readonly quantity: number;
  readonly refundedQuantity: number;
  readonly unitPrice: Points;
  readonly competing: readonly FrozenRule[];
};

export type RefundPlan = {
  readonly lines: readonly {
    readonly line: number;
    readonly quantity: number;
    readonly points: Points;
  }[];
  readonly points: Points;
};

/**
 * What coming back takes: award(before) − award(after) of each line, under the rules frozen on the
 * receipt, so that all refunds together take exactly what the sale gave. Entries for one line count
 * together. A line that the receipt does not have has nothing left.
 */
export function decideRefund(
  sold: readonly SoldLine[],
  asked: readonly { readonly line: number; readonly quantity: number }[],
  { earned }: { earned: boolean },
): Result<RefundPlan, "more_than_sold"> {
  const quantities = new Map<number, number>();
  for (const { line, quantity } of asked) {
    quantities.set(line, (quantities.get(line) ?? 0) + quantity);
  }
  const lines: RefundPlan["lines"][number][] = [];
  for (const [index, quantity] of quantities) {
    const line = sold.find((one) => one.line === index);
    const left = line ? line.quantity - line.refundedQuantity : 0;
    if (!line || quantity > left) {
      // People count lines from 1.
      return err("more_than_sold", { values: { line: index + 1, left, asked: quantity } });
    }
    const points = earned ? takenFor(line, { before: left, after: left - quantity }) : ZERO;
    lines.push({ line: index, quantity, points });
  }
  return ok({ lines, points: sum(lines.map((line) => line.points)) });
}

function takenFor(
  { competing, unitPrice }: SoldLine,
  { before, after }: { before: number; after: number },
): Points {
  return subtract(
    bestOf(competing, { quantity: before, unitPrice }).points,
    bestOf(competing, { quantity: after, unitPrice }).points,
  );
}
