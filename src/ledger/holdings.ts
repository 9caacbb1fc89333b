import { bucketOf } from "../kernel/bucket.ts";
import type { Transaction } from "../platform/db/database.ts";
import { type NamedAccount, type NamedRows, readOwned } from "./account.store.ts";
import { lockNamedIntoBook } from "./book.store.ts";
import { type Book, emptyBook, type Holder, lotsOf } from "./book.ts";
import { loadBook, needsOfHolders } from "./load-book.ts";
import { markBeforeSlices } from "./pool.store.ts";
import { type UnitBalance, walletsFrom } from "./read.ts";

// What some customers have, locked before anything is decided: so the locks travel together with what
// a caller decides by, and `postAllWithin` need not ask again.

export type Holdings = {
  readonly book: Book;
  /** All accounts of the customers whose wallets the caller wants, as they were when the book was locked. */
  readonly owned: readonly NamedAccount[];
  readonly customerIds: readonly string[];
};

/** Locks what these customers have of these units, pending points too. */
export async function lockHoldings(
  sql: Transaction,
  holders: readonly Holder[],
): Promise<Holdings> {
  const needs = needsOfHolders(
    holders.map((holder) => ({ ...holder, bucket: bucketOf(holder.customerId) })),
  );
  return { book: await loadBook(sql, needs), owned: [], customerIds: [] };
}

/**
 * Locks accounts of customers that a table of the caller's names, then the slices of pools that will
 * pay, and reads what else the customers own. Slices come last: where one is short they are let go
 * again (`lockPools`).
 */
export async function lockForDraw(
  sql: Transaction,
  of: { customers: NamedRows; slices: NamedRows; customerIds: readonly string[] },
): Promise<Holdings> {
  const { customers, slices, customerIds } = of;
  const book = emptyBook();
  const locked = lockNamedIntoBook(sql, book, customers);
  markBeforeSlices(sql);
  const [, , owned] = await Promise.all([
    locked,
    lockNamedIntoBook(sql, book, slices),
    readOwned(sql, customerIds),
  ]);
  return { book, owned, customerIds };
}

/** The wallets of the customers, by customer, with what was posted since. */
export function walletsIn({ book, owned, customerIds }: Holdings): Map<string, UnitBalance[]> {
  const moved = book.accounts.values().filter(({ ref }) => customerIds.includes(ref.owner));
  const now = moved.map((account) => ({ ...account, lots: lotsOf(book, account) }));
  const others = owned.filter((account) => !book.accounts.has(account));
  const byUnit = [...others, ...now].sort(({ ref: left }, { ref: right }) =>
    left.unit === right.unit ? 0 : left.unit < right.unit ? -1 : 1,
  );
  return walletsFrom(customerIds, byUnit);
}
