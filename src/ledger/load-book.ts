import type { Bucket } from "../kernel/bucket.ts";
import type { Transaction } from "../platform/db/database.ts";
import { type AccountRef, accountId, isTallied, keepsLots, postingId } from "./account.ts";
import { lockIntoBook, readPostings } from "./book.store.ts";
import {
  type AccountState,
  accountsOf,
  type Book,
  emptyBook,
  type Holder,
  type Holding,
  type NamedPosting,
} from "./book.ts";
import { ByPlace, type Place } from "./by-place.ts";
import { spentByLots } from "./decide-due.ts";
import { poolDraw, type WholePools } from "./decide-gather.ts";
import { OF_A_HOLD, otherEndsOf } from "./decide-posting.ts";
import type { Posting } from "./posting.ts";

/** What of the ledger must be in the book before anything can be decided. */
type Needs = {
  readonly accounts: ByPlace<WantedAccount>;
  readonly postings: ByPlace<Place>;
};
type WantedAccount = Place & Pick<AccountState, "ref">;

/**
 * Locks the accounts, then reads what has happened. Sent together, carried out in this order: what is
 * read is what the locks keep. Into `book`, when some of it was locked before.
 */
export async function loadBook(
  sql: Transaction,
  needs: Needs,
  book: Book = emptyBook(),
): Promise<Book> {
  const accounts = missingIn(book.looked, needs.accounts);
  const postings = missingIn(book.digests, needs.postings);
  if (accounts.isEmpty() && postings.isEmpty()) return book;
  await Promise.all([
    lockIntoBook(sql, book, accounts),
    readPostings(sql, book, postings.values()),
  ]);
  return book;
}

function missingIn<Value>(known: ByPlace<unknown>, wanted: ByPlace<Value>): ByPlace<Value> {
  return new ByPlace([...wanted].filter(([place]) => !known.has(place)));
}

export function needsOfPostings(postings: readonly NamedPosting[], pools: WholePools): Needs {
  const needs = noNeeds();
  for (const named of postings) {
    const { posting } = named;
    const { bucket, transfers } = posting;
    for (const { from, to } of transfers) {
      needAccount(needs, bucket, from);
      needAccount(needs, bucket, to);
    }
    for (const account of spentByLots(posting)) needAccount(needs, bucket, account);
    if (posting.tells) for (const ref of accountsOf(posting.tells)) needAccount(needs, bucket, ref);
    needHistory(needs, named);
    needWholePool(needs, posting, pools);
  }
  return needs;
}

/** Accounts whose lots may be due, and the sales whose points they are. */
export function needsOfAccounts(
  holdings: readonly Holding[],
  sales: readonly { bucket: Bucket; saleId: string }[] = [],
): Needs {
  const needs = noNeeds();
  for (const { bucket, account } of holdings) needAccount(needs, bucket, account);
  for (const { bucket, saleId } of sales) {
    const place = { bucket, id: postingId({ kind: "earn", reference: saleId }) };
    needs.postings.set(place, place);
  }
  return needs;
}

/** All that these customers have of these units, pending points too. */
export function needsOfHolders(holders: readonly (Holder & { readonly bucket: Bucket })[]): Needs {
  const needs = noNeeds();
  for (const { bucket, ...holder } of holders) {
    for (const account of accountsOf(holder)) needAccount(needs, bucket, account);
  }
  return needs;
}

function noNeeds(): Needs {
  return { accounts: new ByPlace(), postings: new ByPlace() };
}

function needAccount({ accounts }: Needs, bucket: Bucket, ref: AccountRef): void {
  if (isTallied(ref.role)) return;
  const place = { bucket, id: accountId(ref), ref };
  accounts.set(place, place);
}

/** Whether it has happened itself, what it refers to, and what else may have ended that. */
function needHistory(needs: Needs, { posting, id }: NamedPosting): void {
  const { bucket, kind, refersTo, transfers } = posting;
  if (!posting.isNew) needPosting(needs, { bucket, id });
  if (refersTo) needPosting(needs, { bucket, id: postingId(refersTo) });
  for (const end of otherEndsOf(posting)) needPosting(needs, { bucket, id: postingId(end) });
  if (refersTo && OF_A_HOLD.includes(kind)) {
    needPosting(needs, { bucket, id: postingId({ kind: "hold", reference: refersTo.reference }) });
    for (const { to } of transfers) if (keepsLots(to.role)) needAccount(needs, bucket, to);
  }
}

function needPosting({ postings }: Needs, place: Place): void {
  postings.set(place, place);
}

function needWholePool(needs: Needs, posting: Posting, pools: WholePools): void {
  const pool = poolDraw(posting)?.from;
  const buckets = pool && pools.get(accountId(pool));
  if (!pool || !buckets) return;
  for (const bucket of buckets) {
    needAccount(needs, bucket, pool);
    needAccount(needs, bucket, { ...pool, role: "transit" });
  }
}
