import type { ReturnableLine } from "./imported-return.store.ts";

/** What comes back to one receipt. */
export type ReturnPart = {
  readonly saleId: string;
  readonly lines: readonly { readonly line: number; readonly quantity: number }[];
};

/**
 * Spreads a return over the receipts it may come from, in their order. Wholly or not at all: null
 * when together they have fewer left than come back.
 */
export function decideReturn(
  returnable: readonly ReturnableLine[],
  quantity: number,
): ReturnPart[] | null {
  const parts = new Map<string, { line: number; quantity: number }[]>();
  let missing = quantity;
  for (const { saleId, line, left } of returnable) {
    if (missing === 0) break;
    const taken = Math.min(left, missing);
    parts.set(saleId, [...(parts.get(saleId) ?? []), { line, quantity: taken }]);
    missing -= taken;
  }
  if (missing > 0) return null;
  return [...parts].map(([saleId, lines]) => ({ saleId, lines }));
}
