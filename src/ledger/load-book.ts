import type { Bucket } from "../kernel/bucket.ts";
import type { Transaction } from "../platform/db/database.ts";
import { type AccountRef, accountId, keepsLots, postingId } from "./account.ts";
import { lockIntoBook, readDigests, readLots, readUses } from "./book.store.ts";
import {
  type AccountState,
  accountsOf,
  type Book,
  emptyBook,
  type Holder,
  type Holding,
  type Named,
} from "./book.ts";
import { ByPlace, type Place } from "./by-place.ts";
import { spentByLots } from "./decide-due.ts";
import { poolDraw, type WholePools } from "./decide-gather.ts";
import { OF_A_HOLD, otherEndsOf } from "./decide-posting.ts";
import { breakageOf } from "./kinds.ts";
import type { Posting } from "./posting.ts";

/** What of the ledger must be in the book before anything can be decided. */
type Needs = {
  readonly accounts: ByPlace<WantedAccount>;
  readonly lots: ByPlace<Place>;
  readonly digests: ByPlace<Place>;
  readonly uses: ByPlace<Place>;
};
type WantedAccount = Place & Pick<AccountState, "ref">;

/**
 * Locks the accounts, then reads what has happened, the lots and their uses. Sent together, carried
 * out in this order: what is read is what the locks keep.
 */
export async function loadBook(sql: Transaction, needs: Needs): Promise<Book> {
  const book = emptyBook();
  if (needs.accounts.isEmpty()) return book;
  await Promise.all([
    lockIntoBook(sql, book, needs.accounts),
    readDigests(sql, book, needs.digests.values()),
    readLots(sql, book, needs.lots.values()),
    readUses(sql, book, needs.uses.values()),
  ]);
  return book;
}

export function needsOfPostings(postings: readonly Named[], pools: WholePools): Needs {
  const needs = noNeeds();
  for (const named of postings) {
    const { posting } = named;
    const { bucket, transfers } = posting;
    for (const { from, to } of transfers) {
      needAccount(needs, bucket, from);
      needAccount(needs, bucket, to);
    }
    for (const account of spentByLots(posting)) needLots(needs, { bucket, account });
    if (posting.tells) for (const ref of accountsOf(posting.tells)) needAccount(needs, bucket, ref);
    needHistory(needs, named);
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
    needDigest(needs, place);
  }
  return needs;
}

/**
 * What goods that came back may take from: the customer's points of a shop, pending ones too, with
 * their lots. The shop's issue is where they go, so that one lock in order takes everything.
 */
export function needsOfRefund(bucket: Bucket, { customerId, unit }: Holder): Needs {
  const needs = noNeeds();
  for (const account of accountsOf({ customerId, unit })) needLots(needs, { bucket, account });
  needAccount(needs, bucket, { unit, owner: unit, role: "issue" });
  return needs;
}

function noNeeds(): Needs {
  return {
    accounts: new ByPlace(),
    lots: new ByPlace(),
    digests: new ByPlace(),
    uses: new ByPlace(),
  };
}

function needAccount({ accounts }: Needs, bucket: Bucket, ref: AccountRef): Place {
  const place = { bucket, id: accountId(ref), ref };
  accounts.set(place, place);
  return place;
}

/** What expires before points are spent goes to breakage, which must be locked in its turn. */
function needLots(needs: Needs, { bucket, account }: Holding): void {
  const place = needAccount(needs, bucket, account);
  needs.lots.set(place, place);
  needAccount(needs, bucket, breakageOf(account));
}

/** Whether it has happened itself, what it refers to, and what else may have ended that. */
function needHistory(needs: Needs, { posting, id }: Named): void {
  const { bucket, kind, refersTo, transfers } = posting;
  needDigest(needs, { bucket, id });
  if (refersTo) needDigest(needs, { bucket, id: postingId(refersTo) });
  for (const end of otherEndsOf(posting)) needDigest(needs, { bucket, id: postingId(end) });
  if (refersTo && OF_A_HOLD.includes(kind)) {
    const hold = { bucket, id: postingId({ kind: "hold", reference: refersTo.reference }) };
    needs.uses.set(hold, hold);
    for (const { to } of transfers)
      if (keepsLots(to.role)) needLots(needs, { bucket, account: to });
  }
}

function needDigest({ digests }: Needs, place: Place): void {
  digests.set(place, place);
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
