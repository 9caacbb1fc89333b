import type { Bucket } from "../kernel/bucket.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { Place } from "./account.store.ts";
import { type AccountRef, accountId, keepsLots, postingId } from "./account.ts";
import { lockIntoBook, readDigests, readLots, readUses } from "./book.store.ts";
import {
  type AccountState,
  accountsOf,
  type Book,
  emptyBook,
  type Holding,
  keyOf,
} from "./book.ts";
import { spentByLots } from "./decide-due.ts";
import { poolDraw, type WholePools } from "./decide-gather.ts";
import { OF_A_HOLD, otherEndsOf } from "./decide-posting.ts";
import { breakageOf } from "./kinds.ts";
import type { Posting } from "./posting.ts";

/** What of the ledger must be in the book before anything can be decided. */
type Needs = {
  readonly accounts: Map<string, Place & Pick<AccountState, "ref">>;
  readonly lots: Map<string, Place>;
  readonly digests: Map<string, Place>;
  readonly uses: Map<string, Place>;
};

/**
 * Locks the accounts, then reads what has happened, the lots and their uses. Sent together, carried
 * out in this order: what is read is what the locks keep.
 */
export async function loadBook(sql: Transaction, needs: Needs): Promise<Book> {
  const book = emptyBook();
  if (needs.accounts.size === 0) return book;
  await Promise.all([
    lockIntoBook(sql, book, needs.accounts),
    readDigests(sql, book, [...needs.digests.values()]),
    readLots(sql, book, [...needs.lots.values()]),
    readUses(sql, book, [...needs.uses.values()]),
  ]);
  return book;
}

export function needsOfPostings(postings: readonly Posting[], pools: WholePools): Needs {
  const needs = noNeeds();
  for (const posting of postings) {
    const { bucket, transfers } = posting;
    for (const { from, to } of transfers) {
      needAccount(needs, bucket, from);
      needAccount(needs, bucket, to);
    }
    for (const account of spentByLots(posting)) needLots(needs, { bucket, account });
    if (posting.tells) for (const ref of accountsOf(posting.tells)) needAccount(needs, bucket, ref);
    needHistory(needs, posting);
    needWholePool(needs, posting, pools);
  }
  return needs;
}

/** Accounts whose lots may be due, with where what expires goes; and the sales whose points they are. */
export function needsOfAccounts(
  holdings: readonly Holding[],
  sales: readonly { bucket: Bucket; saleId: string }[] = [],
): Needs {
  const needs = noNeeds();
  for (const holding of holdings) needLots(needs, holding);
  for (const { bucket, saleId } of sales) {
    const place = { bucket, id: postingId({ kind: "earn", reference: saleId }) };
    needs.digests.set(keyOf(place), place);
  }
  return needs;
}

function noNeeds(): Needs {
  return { accounts: new Map(), lots: new Map(), digests: new Map(), uses: new Map() };
}

function needAccount({ accounts }: Needs, bucket: Bucket, ref: AccountRef): Place {
  const place = { bucket, id: accountId(ref), ref };
  accounts.set(keyOf(place), place);
  return place;
}

/** What expires before points are spent goes to breakage, which must be locked in its turn. */
function needLots(needs: Needs, { bucket, account }: Holding): void {
  const place = needAccount(needs, bucket, account);
  needs.lots.set(keyOf(place), place);
  needAccount(needs, bucket, breakageOf(account));
}

/** Whether it has happened itself, what it refers to, and what else may have ended that. */
function needHistory(needs: Needs, posting: Posting): void {
  const { bucket, kind, refersTo, transfers } = posting;
  for (const other of [posting, ...(refersTo ? [refersTo] : []), ...otherEndsOf(posting)]) {
    const place = { bucket, id: postingId(other) };
    needs.digests.set(keyOf(place), place);
  }
  if (kind === "claw_back") {
    for (const { from } of transfers) {
      needLots(needs, { bucket, account: { ...from, role: "pending" } });
    }
  }
  if (refersTo && OF_A_HOLD.includes(kind)) {
    const hold = { bucket, id: postingId({ kind: "hold", reference: refersTo.reference }) };
    needs.uses.set(keyOf(hold), hold);
    for (const { to } of transfers)
      if (keepsLots(to.role)) needLots(needs, { bucket, account: to });
  }
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
