import type { Bucket } from "../kernel/bucket.ts";
import type { Instant } from "../kernel/clock.ts";
import { type Points, points, subtract, ZERO } from "../kernel/points.ts";
import { type AccountRef, accountId, floorOf, type Unit } from "./account.ts";
import { ByPlace, type Place } from "./by-place.ts";
import type { Posting } from "./posting.ts";

/** An account as it stands, locked. Version 0: it has no entry yet, and no row. */
export type AccountState = {
  readonly bucket: Bucket;
  readonly id: string;
  readonly ref: AccountRef;
  readonly balance: Points;
  readonly version: bigint;
  /** When a customer's account moved last; null before it does, and for the house side. */
  readonly movedAt: Instant | null;
};

/** An account in its bucket. */
export type Holding = { readonly bucket: Bucket; readonly account: AccountRef };

/** Whose points of which unit. */
export type Holder = { readonly customerId: string; readonly unit: Unit };
/** What a customer can spend of one unit, below zero in debt, and what waits. */
export type Balance = { readonly available: Points; readonly pending: Points };

/** Points still to be spent. `lot` is the version of the entry that brought them. */
export type Lot = {
  readonly bucket: Bucket;
  readonly accountId: string;
  readonly expiresAt: Instant;
  readonly lot: bigint;
  readonly amount: Points;
  readonly remaining: Points;
  /** The posting that brought it. */
  readonly postingId: string;
  /** When pending points become available; null for those that are. */
  readonly maturesAt: Instant | null;
  /** Whether the database has a row for it. */
  readonly stored: boolean;
};

/** What a posting took from a lot. */
export type LotUse = {
  readonly postingId: string;
  readonly lot: Lot;
  readonly amount: Points;
};

export type Entry = {
  readonly bucket: Bucket;
  readonly accountId: string;
  readonly version: bigint;
  readonly postingId: string;
  readonly amount: Points;
  readonly balanceAfter: Points;
};

/** A posting with its id and a hash of what it moves, which tells a repeat from another under its name. */
export type Named = {
  readonly posting: Posting;
  readonly id: string;
  readonly digest: bigint;
};

/** What one posting changes. `lots` are the lots it touches as they are afterwards. */
export type Plan = {
  readonly accounts: readonly AccountState[];
  readonly entries: readonly Entry[];
  readonly lots: readonly Lot[];
  readonly uses: readonly LotUse[];
};

/**
 * The slice of the ledger that some postings need, in memory while its accounts are locked. Postings
 * are applied to it one after another, each seeing what the one before it left, and what has changed
 * is written at the end in one statement. So a batch is exact however its postings meet.
 */
export type Book = {
  readonly accounts: ByPlace<AccountState>;
  /** By account, in the order in which they are spent: nearest expiry first, then oldest. */
  readonly lots: ByPlace<readonly Lot[]>;
  /** The digests of those postings asked for that have happened. */
  readonly digests: ByPlace<bigint>;
  /** What the holds that are ended or paid back here took from which lots. */
  readonly uses: ByPlace<readonly LotUse[]>;
  /**
   * By id of an issuing account: what its stripes that are not in the book have given out above their
   * allowances. Read only where a posting may go above the allowance of its own stripe.
   */
  readonly excessElsewhere: Map<string, Points>;
  readonly changes: Changes;
};

export type Changes = {
  readonly postings: Named[];
  readonly entries: Entry[];
  /** The accounts that moved, each with the version of its row; 0 where it has none yet. */
  readonly moved: ByPlace<bigint>;
  /** By account. */
  readonly lots: ByPlace<Lot[]>;
  readonly uses: LotUse[];
};

export function emptyBook(): Book {
  return {
    accounts: new ByPlace(),
    lots: new ByPlace(),
    digests: new ByPlace(),
    uses: new ByPlace(),
    excessElsewhere: new Map(),
    changes: { postings: [], entries: [], moved: new ByPlace(), lots: new ByPlace(), uses: [] },
  };
}

export function accountOf(book: Book, bucket: Bucket, ref: AccountRef): AccountState {
  const id = accountId(ref);
  return book.accounts.get({ bucket, id }) ?? unopened(bucket, id, ref);
}

function unopened(bucket: Bucket, id: string, ref: AccountRef): AccountState {
  return { bucket, id, ref, balance: ZERO, version: 0n, movedAt: null };
}

/** Where a customer's points of a unit are: what can be spent, and what waits. */
export function accountsOf({ customerId: owner, unit }: Holder): [AccountRef, AccountRef] {
  return [
    { unit, owner, role: "available" },
    { unit, owner, role: "pending" },
  ];
}

export function balanceIn(book: Book, bucket: Bucket, holder: Holder): Balance {
  const [available, pending] = accountsOf(holder);
  return {
    available: accountOf(book, bucket, available).balance,
    pending: accountOf(book, bucket, pending).balance,
  };
}

export function lotsOf(book: Book, account: Place): readonly Lot[] {
  return book.lots.get(account) ?? [];
}

/** What can leave the account: all above its floor; null where there is none. */
export function spendable({ ref, balance }: AccountState): Points | null {
  const floor = floorOf(ref.role);
  return floor === null ? null : subtract(balance, points(floor));
}

/** Applies what was decided, and remembers it to be written. */
export function record(book: Book, named: Named, plan: Plan): void {
  const { changes } = book;
  const place = { bucket: named.posting.bucket, id: named.id };
  book.digests.set(place, named.digest);
  book.uses.set(place, plan.uses);
  const at = dateOf(book, named.posting, plan.accounts);
  const isDated = at === named.posting.at;
  changes.postings.push(isDated ? named : { ...named, posting: { ...named.posting, at } });
  changes.entries.push(...plan.entries);
  changes.uses.push(...plan.uses);
  for (const account of plan.accounts) {
    if (!changes.moved.has(account)) {
      changes.moved.set(account, book.accounts.get(account)?.version ?? 0n);
    }
    book.accounts.set(account, isOfCustomer(account) ? { ...account, movedAt: at } : account);
  }
  for (const lot of plan.lots) {
    const owner = { bucket: lot.bucket, id: lot.accountId };
    const changed = changes.lots.get(owner);
    if (changed) putLot(changed, lot);
    else changes.lots.set(owner, [lot]);
    book.lots.set(owner, withLot(lotsOf(book, owner), lot));
  }
}

/**
 * A posting's time was taken before its accounts were locked. It is never dated before the last
 * movement of a customer's account, or a page of movements that goes by time could skip entries.
 */
function dateOf(book: Book, { at }: Posting, accounts: readonly AccountState[]): Instant {
  let latest = at;
  for (const account of accounts) {
    const movedAt = book.accounts.get(account)?.movedAt ?? null;
    if (movedAt !== null && movedAt > latest) latest = movedAt;
  }
  return latest;
}

function isOfCustomer({ ref: { role } }: AccountState): boolean {
  return role === "available" || role === "pending" || role === "held";
}

/**
 * Instead of what was known of the lot, or as another one. A row that was there stays known: points
 * that come back to a lot bring it as its hold saw it, and the hold knows of no row.
 */
function putLot(lots: Lot[], changed: Lot): void {
  const index = lots.findIndex((lot) => isSameLot(lot, changed));
  const known = lots[index];
  if (known) lots[index] = { ...changed, stored: known.stored || changed.stored };
  else lots.push(changed);
}

function withLot(lots: readonly Lot[], changed: Lot): readonly Lot[] {
  const others = lots.filter((lot) => !isSameLot(lot, changed));
  if (changed.remaining === ZERO) return others;
  return [...others, changed].sort(byOrderOfUse);
}

export function isSameLot(left: Lot, right: Lot): boolean {
  return left.lot === right.lot && left.expiresAt === right.expiresAt;
}

export function byOrderOfUse(left: Lot, right: Lot): number {
  if (left.expiresAt !== right.expiresAt) return left.expiresAt < right.expiresAt ? -1 : 1;
  return left.lot < right.lot ? -1 : 1;
}
