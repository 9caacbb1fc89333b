import type { SaleLine } from "../../api/index.ts";

/** How many of each line are to be returned, by the line's place on the receipt. */
export type RefundDraft = Readonly<Record<number, number>>;

/** How many of a line can still come back. */
export function returnable(line: SaleLine): number {
  return line.quantity - line.refundedQuantity;
}

export function setReturned(
  draft: RefundDraft,
  of: { index: number; quantity: number; line: SaleLine },
) {
  const quantity = Math.max(0, Math.min(of.quantity, returnable(of.line)));
  return { ...draft, [of.index]: quantity };
}

/** The lines as the server takes them: `line` is the 0-based place in the sale. */
export function refundLines(draft: RefundDraft): { line: number; quantity: number }[] {
  return Object.entries(draft)
    .map(([index, quantity]) => ({ line: Number(index), quantity }))
    .filter(({ quantity }) => quantity > 0)
    .sort((a, b) => a.line - b.line);
}

export function piecesReturned(draft: RefundDraft): number {
  return Object.values(draft).reduce((sum, quantity) => sum + quantity, 0);
}
