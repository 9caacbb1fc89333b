import {
  add,
  larger,
  negate,
  POINTS_MAXIMUM,
  type Points,
  points,
  subtract,
  ZERO,
} from "../kernel/points.ts";
import { type AccountRef, accountId, isTallied, type Role } from "./account.ts";
import { type AccountState, accountOf, type Book } from "./book.ts";
import type { Kind, Posting, Transfer } from "./posting.ts";

// No account holds or owes more than the wire carries, and no unit has more issued. What a customer
// has of a unit, pending included, was issued, so points that mature, come back or are paid out always
// have room: the ceiling is kept when they come into being.

type Ceiling = {
  /**
   * An issue of more asks what has been issued of its unit, and such issues of one unit take turns.
   * Smaller ones do not ask.
   */
  readonly unasked: Points;
  /** What may be issued as far as those who ask can tell; the rest is kept free for those who do not. */
  readonly issued: Points;
};

/** Room for four million issues of the largest that do not ask, in a unit that large ones have filled. */
const RESERVED = points(4_398_046_511_104n);

/** By the accounts from which value enters a unit. Money comes seldom, so all of it asks. */
const CEILINGS: ReadonlyMap<Role, Ceiling> = new Map([
  ["issue", { unasked: points(1_048_576n), issued: subtract(POINTS_MAXIMUM, RESERVED) }],
  ["bank", { unasked: ZERO, issued: POINTS_MAXIMUM }],
]);

/**
 * Kinds that move what was counted when it came into being: they are never refused for a ceiling, or
 * points in books that are over it could neither mature, expire nor come back.
 */
const MOVES_WHAT_WAS_COUNTED: ReadonlySet<Kind> = new Set([
  "mature",
  "claw_back",
  "release",
  "pay",
  "refund",
  "expire",
  "extend",
  "gather",
]);

/** Whether the posting would take an account, or a unit, beyond what the wire carries. */
export function isBeyondCeiling(
  book: Book,
  { bucket, kind }: Posting,
  transfers: readonly Transfer[],
): boolean {
  if (MOVES_WHAT_WAS_COUNTED.has(kind)) return false;
  return isUnitBeyond(book, transfers) || isAccountBeyond(book, bucket, transfers);
}

function isUnitBeyond(book: Book, transfers: readonly Transfer[]): boolean {
  const issued = new Map<string, Points>();
  for (const { from, amount } of transfers) {
    const id = accountId(from);
    const before = issued.get(id) ?? book.issued.get(id);
    if (before !== undefined) issued.set(id, add(before, amount));
  }
  return transfers.some((transfer) => {
    const ceiling = CEILINGS.get(transfer.from.role);
    const total = issued.get(accountId(transfer.from));
    return ceiling && total !== undefined && asks(transfer) && total > ceiling.issued;
  });
}

function isAccountBeyond(book: Book, bucket: number, transfers: readonly Transfer[]): boolean {
  const after = new Map<string, AccountState>();
  const move = (ref: AccountRef, amount: Points) => {
    if (isTallied(ref.role)) return;
    const id = accountId(ref);
    const account = after.get(id) ?? accountOf(book, bucket, ref);
    after.set(id, { ...account, balance: add(account.balance, amount) });
  };
  for (const { from, to, amount } of transfers) {
    move(from, negate(amount));
    move(to, amount);
  }
  return [...after.values()].some(({ ref, balance }) => {
    // What is beyond already, in books from before, may always come nearer.
    const before = accountOf(book, bucket, ref).balance;
    return distance(balance) > POINTS_MAXIMUM && distance(balance) > distance(before);
  });
}

/** From zero. */
function distance(balance: Points): Points {
  return larger(balance, negate(balance));
}

/** Whether the transfer issues so much that the ceiling is asked for. */
function asks({ from, amount }: Transfer): boolean {
  const ceiling = CEILINGS.get(from.role);
  return ceiling !== undefined && amount > ceiling.unasked;
}

/** Whether nothing that these transfers issue asks for its unit's ceiling. */
export function issuesUnasked(transfers: readonly Transfer[]): boolean {
  return !transfers.some(asks);
}

/** The issuing accounts of which some posting here issues so much that the ceiling is asked for, by id. */
export function issuersToAsk(all: readonly Posting[]): Map<string, AccountRef> {
  const asked = all.flatMap(({ transfers }) => transfers.filter(asks));
  const sorted = asked
    .map(({ from }) => [accountId(from), from] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return new Map(sorted);
}
