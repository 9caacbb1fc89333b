/** The part of the world's books that one customer's doings make. Plain data, so that it can be copied. */
export type Moved = { totals: Record<string, number>; postings: Record<string, number> };

export const emptyMoved = (): Moved => ({ totals: {}, postings: {} });

/** Every movement names both sides. Accounts are `unit owner role`. */
export function transfer(moved: Moved, from: string, to: string, amount: number): void {
  moved.totals[from] = (moved.totals[from] ?? 0) - amount;
  moved.totals[to] = (moved.totals[to] ?? 0) + amount;
}

export function countPosting(moved: Moved, kind: string, count = 1): void {
  moved.postings[kind] = (moved.postings[kind] ?? 0) + count;
}

/** A deposit is a posting in each slice of the pool that gets some of it, ¥10 at least. */
export function countDeposit(moved: Moved, amount: number): void {
  countPosting(moved, "deposit", Math.max(1, Math.min(64, Math.floor(amount / 1000))));
}

/**
 * What a customer was given of a unit and has not spent. How much of it is available, waits, or has
 * expired, the holding says: that changes by itself.
 */
export const ownedBy = (customerId: string, unit: string): string => `${unit} ${customerId} owned`;

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
