import type { Bucket } from "../kernel/bucket.ts";
import type { Day, Instant } from "../kernel/clock.ts";
import { type Points, points, subtract, ZERO } from "../kernel/points.ts";
import { type AccountRef, accountId, floorOf, type Unit } from "./account.ts";
import type { Posting } from "./posting.ts";

/** An account as it stands, locked. Version 0: it has no entry yet, and no row. */
export type AccountState = {
  readonly bucket: Bucket;
  readonly id: string;
  readonly ref: AccountRef;
  readonly balance: Points;
  readonly version: bigint;
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
  readonly expiresOn: Day;
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
  readonly accounts: Map<string, AccountState>;
  /** By account, in the order in which they are spent: nearest expiry first, then oldest. */
  readonly lots: Map<string, readonly Lot[]>;
  /** The digests of those postings asked for that have happened. */
  readonly digests: Map<string, bigint>;
  /** What the holds that are ended or paid back here took from which lots. */
  readonly uses: Map<string, readonly LotUse[]>;
  readonly changes: Changes;
};

export type Changes = {
  readonly postings: Named[];
  readonly entries: Entry[];
  /** The accounts that moved, each with the version of its row; 0 where it has none yet. */
  readonly moved: Map<string, bigint>;
  readonly lots: Map<string, Lot>;
  readonly uses: LotUse[];
};

export function emptyBook(): Book {
  return {
    accounts: new Map(),
    lots: new Map(),
    digests: new Map(),
    uses: new Map(),
    changes: { postings: [], entries: [], moved: new Map(), lots: new Map(), uses: [] },
  };
}

/** Names one row in one bucket: stripes of a house account share their id over all buckets. */
export function keyOf({ bucket, id }: { bucket: Bucket; id: string }): string {
  return `${bucket} ${id}`;
}

export function accountOf(book: Book, bucket: Bucket, ref: AccountRef): AccountState {
  const id = accountId(ref);
  return book.accounts.get(keyOf({ bucket, id })) ?? unopened(bucket, id, ref);
}

function unopened(bucket: Bucket, id: string, ref: AccountRef): AccountState {
  return { bucket, id, ref, balance: ZERO, version: 0n };
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
  const balanceOf = (ref: AccountRef) => accountOf(book, bucket, ref).balance;
  return { available: balanceOf(available), pending: balanceOf(pending) };
}

export function lotsOf(book: Book, account: { bucket: Bucket; id: string }): readonly Lot[] {
  return book.lots.get(keyOf(account)) ?? [];
}

/** What can leave the account: all above its floor; null where there is none. */
export function spendable({ ref, balance }: AccountState): Points | null {
  const floor = floorOf(ref.role);
  return floor === null ? null : subtract(balance, points(floor));
}

/** Applies what was decided, and remembers it to be written. */
export function record(book: Book, named: Named, plan: Plan): void {
  const { changes } = book;
  const key = keyOf({ bucket: named.posting.bucket, id: named.id });
  book.digests.set(key, named.digest);
  book.uses.set(key, plan.uses);
  changes.postings.push(named);
  changes.entries.push(...plan.entries);
  changes.uses.push(...plan.uses);
  for (const account of plan.accounts) {
    const moved = keyOf(account);
    if (!changes.moved.has(moved)) {
      changes.moved.set(moved, book.accounts.get(moved)?.version ?? 0n);
    }
    book.accounts.set(moved, account);
  }
  for (const lot of plan.lots) {
    const owner = keyOf({ bucket: lot.bucket, id: lot.accountId });
    changes.lots.set(`${owner} ${lot.expiresOn} ${lot.lot}`, lot);
    book.lots.set(owner, withLot(book.lots.get(owner) ?? [], lot));
  }
}

function withLot(lots: readonly Lot[], changed: Lot): readonly Lot[] {
  const others = lots.filter((lot) => !isSameLot(lot, changed));
  if (changed.remaining === ZERO) return others;
  return [...others, changed].sort(byOrderOfUse);
}

export function isSameLot(left: Lot, right: Lot): boolean {
  return left.lot === right.lot && left.expiresOn === right.expiresOn;
}

export function byOrderOfUse(left: Lot, right: Lot): number {
  if (left.expiresOn !== right.expiresOn) return left.expiresOn < right.expiresOn ? -1 : 1;
  return left.lot < right.lot ? -1 : 1;
}
