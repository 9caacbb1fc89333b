import {
  larger,
  type Points,
  shareByWeights,
  smaller,
  subtract,
  sum,
  ZERO,
} from "../kernel/points.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { bestOf, countTogether, type FrozenRule, groupsOf } from "./decide-award.ts";

/** A line of a receipt as it stands: `refundedQuantity` of `quantity` came back before. */
export type SoldLine = {
  readonly line: number;
  readonly productId: string;
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

type Asked = readonly { readonly line: number; readonly quantity: number }[];

/** How the receipt earned: without a customer nobody did, and older ones line by line. */
type Earning = { readonly earned: boolean; readonly countsTogether: boolean };

/**
 * What coming back takes: award(before) − award(after) of the receipt, under the rules frozen on it,
 * so that all refunds together take exactly what the sale gave. Lines count together as they did when
 * the sale earned, so it does not matter from which line of a product a piece comes back. Entries for
 * one line count together. A line that the receipt does not have has nothing left.
 */
export function decideRefund(
  sold: readonly SoldLine[],
  asked: Asked,
  { earned, countsTogether }: Earning,
): Result<RefundPlan, "more_than_sold"> {
  const returned = quantitiesOf(asked);
  for (const [index, quantity] of returned) {
    const line = sold.find((one) => one.line === index);
    const left = line ? leftOf(line) : 0;
    if (!line || quantity > left) {
      // People count lines from 1.
      return err("more_than_sold", { values: { line: index + 1, left, asked: quantity } });
    }
  }
  // From here it succeeds.
  const keyOf = ({ line, productId }: SoldLine) => (countsTogether ? productId : String(line));
  const points = new Map<number, Points>();
  for (const group of earned ? groupsOf(sold, keyOf) : []) {
    const lines = group.map(({ line }) => line);
    const back = lines.filter(({ line }) => returned.has(line));
    if (back.length === 0) continue;
    const shares = shareByWeights(
      takenOf(lines, returned),
      back.map(({ line }) => returned.get(line) ?? 0),
    );
    for (const [nth, { line }] of back.entries()) points.set(line, shares[nth] ?? ZERO);
  }
  const lines = [...returned].map(([line, quantity]) => ({
    line,
    quantity,
    points: points.get(line) ?? ZERO,
  }));
  return ok({ lines, points: sum(points.values()) });
}

/**
 * What expired unspent is not taken a second time: all refunds of a sale together take at most what it
 * gave, less what of its points has expired.
 */
export function limitRefund(
  plan: RefundPlan,
  sale: { readonly points: Points; readonly refundedPoints: Points; readonly expired: Points },
): RefundPlan {
  const left = subtract(subtract(sale.points, sale.refundedPoints), sale.expired);
  const points = smaller(plan.points, larger(left, ZERO));
  if (points === plan.points) return plan;
  const shares = shareByWeights(
    points,
    plan.lines.map((line) => line.points),
  );
  return {
    lines: plan.lines.map((line, index) => ({ ...line, points: shares[index] ?? ZERO })),
    points,
  };
}

function quantitiesOf(asked: Asked): Map<number, number> {
  const quantities = new Map<number, number>();
  for (const { line, quantity } of asked) {
    quantities.set(line, (quantities.get(line) ?? 0) + quantity);
  }
  return quantities;
}

function leftOf({ quantity, refundedQuantity }: SoldLine): number {
  return quantity - refundedQuantity;
}

/** The rules that competed for one line of a product competed for all of them. */
function takenOf(lines: readonly SoldLine[], returned: ReadonlyMap<number, number>): Points {
  const competing = lines[0]?.competing ?? [];
  const before = lines.map((line) => ({ ...line, quantity: leftOf(line) }));
  const after = before.map((line) => ({
    ...line,
    quantity: line.quantity - (returned.get(line.line) ?? 0),
  }));
  return subtract(
    bestOf(competing, countTogether(before)).points,
    bestOf(competing, countTogether(after)).points,
  );
}
