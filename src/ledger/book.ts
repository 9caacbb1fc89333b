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
  /** The posting that moved it last: where its history begins. */
  readonly lastPosting: string | null;
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
};

/** What a posting took from a lot. */
export type LotUse = {
  readonly postingId: string;
  readonly lot: Lot;
  readonly amount: Points;
};

/** What one account got or gave. */
export type Entry = {
  readonly account: AccountRef;
  readonly accountId: string;
  readonly amount: Points;
  /** Of an account with a balance of its own; null where it is tallied. */
  readonly step: Step | null;
};
/** The account's state after an entry, and the posting that moved it before. */
export type Step = {
  readonly version: bigint;
  readonly balanceAfter: Points;
  readonly prior: string | null;
};

/** A posting with its id and a hash of what it moves, which tells a repeat from another under its name. */
export type NamedPosting = {
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
  /** The accounts that were looked for and locked; those without a state have no row yet. */
  readonly looked: ByPlace<true>;
  /** By account, in the order in which they are spent: nearest expiry first, then oldest. */
  readonly lots: ByPlace<readonly Lot[]>;
  /** The digests of those postings asked for that have happened. */
  readonly digests: ByPlace<bigint>;
  /** What the holds that are ended or paid back here took from which lots. */
  readonly uses: ByPlace<readonly LotUse[]>;
  /**
   * By id of an issuing account: what has been issued of its unit. Known only where a posting issues so
   * much that the ceiling is asked for; see `decide-ceiling.ts`.
   */
  readonly issued: Map<string, Points>;
  readonly changes: Changes;
};

export type Changes = {
  readonly postings: Recorded[];
  /** The accounts that moved, each with the version of its row; 0 where it has none yet. */
  readonly moved: ByPlace<bigint>;
};

/** A posting as it is written, with what it moved and took from lots. */
export type Recorded = NamedPosting & Pick<Plan, "entries" | "uses">;

export function emptyBook(): Book {
  return {
    accounts: new ByPlace(),
    looked: new ByPlace(),
    lots: new ByPlace(),
    digests: new ByPlace(),
    uses: new ByPlace(),
    issued: new Map(),
    changes: { postings: [], moved: new ByPlace() },
  };
}

/** The same accounts, lots and postings, with nothing changed yet. */
export function copyOf(book: Book): Book {
  return {
    ...emptyBook(),
    accounts: new ByPlace(book.accounts),
    looked: new ByPlace(book.looked),
    lots: new ByPlace(book.lots),
    digests: new ByPlace(book.digests),
    uses: new ByPlace(book.uses),
  };
}

export function accountOf(book: Book, bucket: Bucket, ref: AccountRef): AccountState {
  const id = accountId(ref);
  return book.accounts.get({ bucket, id }) ?? unopened(bucket, id, ref);
}

function unopened(bucket: Bucket, id: string, ref: AccountRef): AccountState {
  return { bucket, id, ref, balance: ZERO, version: 0n, movedAt: null, lastPosting: null };
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
export function record(book: Book, named: NamedPosting, plan: Plan): void {
  const { changes } = book;
  const { entries, uses } = plan;
  const place = { bucket: named.posting.bucket, id: named.id };
  book.digests.set(place, named.digest);
  book.uses.set(place, uses);
  const at = dateOf(book, named.posting, plan.accounts);
  const isDated = at === named.posting.at;
  const posting = isDated ? named.posting : { ...named.posting, at };
  changes.postings.push({ ...named, posting, entries, uses });
  for (const account of plan.accounts) {
    if (!changes.moved.has(account)) {
      changes.moved.set(account, book.accounts.get(account)?.version ?? 0n);
    }
    book.accounts.set(account, isOfCustomer(account) ? { ...account, movedAt: at } : account);
  }
  for (const lot of plan.lots) {
    const owner = { bucket: lot.bucket, id: lot.accountId };
    book.lots.set(owner, withLot(lotsOf(book, owner), lot));
  }
  for (const { accountId: id, amount } of entries) {
    const issued = book.issued.get(id);
    if (issued !== undefined) book.issued.set(id, subtract(issued, amount));
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

/** The lots with one of them changed, or another; without one that is used up. */
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
