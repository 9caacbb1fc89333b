import { bucketOf } from "../kernel/bucket.ts";
import type { Instant } from "../kernel/clock.ts";
import { type Points, subtract } from "../kernel/points.ts";
import type { Transaction } from "../platform/db/database.ts";
import { type NamedAccount, type NamedRows, readOwned } from "./account.store.ts";
import { MALL } from "./account.ts";
import { lockNamedIntoBook } from "./book.store.ts";
import { accountOf, type Book, emptyBook, type Holder, lotsOf } from "./book.ts";
import { amountDue } from "./decide-due.ts";
import { loadBook, needsOfAccounts, needsOfHolders } from "./load-book.ts";
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

/** Locks accounts that a table of the caller's names. Those without a row are looked for when they are posted to. */
export async function lockNamedHoldings(sql: Transaction, named: NamedRows): Promise<Holdings> {
  const book = emptyBook();
  await lockNamedIntoBook(sql, book, named);
  return { book, owned: [], customerIds: [] };
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

/** Locks the mall points that these customers can spend, and those that orders hold; reads what else they own. */
export async function lockForHold(
  sql: Transaction,
  customerIds: readonly string[],
): Promise<Holdings> {
  const needs = needsOfAccounts(
    customerIds.flatMap((owner) =>
      (["available", "held"] as const).map((role) => {
        return { bucket: bucketOf(owner), account: { unit: MALL, owner, role } };
      }),
    ),
  );
  const [book, owned] = await Promise.all([loadBook(sql, needs), readOwned(sql, customerIds)]);
  return { book, owned, customerIds };
}

/** What of the mall points that are locked can be spent at that moment: lots that are due are gone. */
export function availableIn({ book }: Holdings, customerId: string, at: Instant): Points {
  const bucket = bucketOf(customerId);
  const account = accountOf(book, bucket, { unit: MALL, owner: customerId, role: "available" });
  return subtract(account.balance, amountDue(book, account, at));
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
