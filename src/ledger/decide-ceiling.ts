import { BUCKETS } from "../kernel/bucket.ts";
import {
  add,
  larger,
  negate,
  POINTS_MAXIMUM,
  type Points,
  points,
  subtract,
  times,
  ZERO,
} from "../kernel/points.ts";
import { type AccountRef, accountId, type Role } from "./account.ts";
import { type AccountState, accountOf, type Book } from "./book.ts";
import type { Kind, Posting, Transfer } from "./posting.ts";

// No account holds or owes more than the wire carries, and no unit has more issued. What a customer
// has of a unit, pending included, was issued, so points that mature, come back or are paid out always
// have room: the ceiling is kept when they come into being.

/**
 * What each stripe of an issuing account may give out without a look at the others. The rest of the
 * unit's ceiling is shared by all stripes and given out one transaction at a time. 2³⁶, 69 thousand
 * million, a stripe: a mall whose points are worth a fen each comes there with 44 thousand million yuan.
 */
export const STRIPE_ALLOWANCE = points(68_719_476_736n);

/** What all stripes of one issuing account together may give out above their allowances. */
const SHARED_MAXIMUM = subtract(POINTS_MAXIMUM, times(STRIPE_ALLOWANCE, BUCKETS));

/** Accounts from which value enters a unit. */
const ISSUERS: ReadonlySet<Role> = new Set(["issue", "bank"]);

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

/** What a stripe has given out above its allowance. */
export function excessOf(balance: Points): Points {
  return larger(subtract(negate(balance), STRIPE_ALLOWANCE), ZERO);
}

/** Whether the posting would take an account, or a unit, beyond what the wire carries. */
export function isBeyondCeiling(
  book: Book,
  { bucket, kind }: Posting,
  transfers: readonly Transfer[],
): boolean {
  if (MOVES_WHAT_WAS_COUNTED.has(kind)) return false;
  const after = new Map<string, AccountState>();
  const move = (ref: AccountRef, amount: Points) => {
    const id = accountId(ref);
    const account = after.get(id) ?? accountOf(book, bucket, ref);
    after.set(id, { ...account, balance: add(account.balance, amount) });
  };
  for (const { from, to, amount } of transfers) {
    move(from, negate(amount));
    move(to, amount);
  }
  return [...after.values()].some((account) => {
    // What is beyond already, in books from before, may always come nearer.
    const before = accountOf(book, bucket, account.ref).balance;
    if (distance(account.balance) <= distance(before)) return false;
    return distance(account.balance) > POINTS_MAXIMUM || isUnitBeyond(book, account);
  });
}

/** From zero. */
function distance(balance: Points): Points {
  return larger(balance, negate(balance));
}

function isUnitBeyond(book: Book, { bucket, id, ref, balance }: AccountState): boolean {
  const own = excessOf(balance);
  if (!ISSUERS.has(ref.role) || own === ZERO) return false;
  let all = add(own, book.excessElsewhere.get(id) ?? ZERO);
  for (const [other, ofBucket] of book.accounts.inBucket.entries()) {
    if (other !== bucket) all = add(all, excessOf(ofBucket?.get(id)?.balance ?? ZERO));
  }
  return all > SHARED_MAXIMUM;
}

/** The issuing accounts, by id, of which some stripe here may give out more than its allowance. */
export function issuersBeyondAllowance(book: Book, all: readonly Posting[]): string[] {
  const debits = new Map<string, { id: string; balance: Points }>();
  for (const { bucket, transfers } of all) {
    for (const { from, amount } of transfers) {
      if (!ISSUERS.has(from.role)) continue;
      const id = accountId(from);
      const key = `${bucket} ${id}`;
      const before = debits.get(key)?.balance ?? accountOf(book, bucket, from).balance;
      debits.set(key, { id, balance: subtract(before, amount) });
    }
  }
  const beyond = [...debits.values()].filter(({ balance }) => excessOf(balance) > ZERO);
  return [...new Set(beyond.map(({ id }) => id))].sort();
}
