import { invariant } from "../kernel/invariant.ts";
import { add, POINTS_MAXIMUM, type Points, subtract, sum, ZERO } from "../kernel/points.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type AccountRef, accountId, isTallied, keepsLots, postingId } from "./account.ts";
import {
  type AccountState,
  accountOf,
  type Book,
  type Entry,
  type Lot,
  type LotUse,
  lotsOf,
  type NamedPosting,
  type Plan,
  spendable,
} from "./book.ts";
import { isInChart } from "./chart.ts";
import { isBeyondCeiling } from "./decide-ceiling.ts";
import { lotsToReturn, openLot, splitClawBack, takeFromLots } from "./decide-lots.ts";
import type { Kind, Posting, Transfer } from "./posting.ts";

/**
 * In the order in which they are checked. `amount_out_of_range` is also the last of them, where an
 * account or a unit would go beyond its ceiling.
 */
export type PostingRefusal =
  | "amount_out_of_range"
  | "unit_mismatch"
  | "unknown_account"
  | "posting_key_reused"
  | "unknown_posting"
  | "already_reversed"
  | "shop_pool_exhausted"
  | "insufficient_points";

/** A hold ends once: by giving the points back, or by paying them out. */
const ENDS_A_HOLD: readonly Kind[] = ["release", "pay"];
/** What moves the points that one hold took. */
export const OF_A_HOLD: readonly Kind[] = [...ENDS_A_HOLD, "refund"];

/** What can be said of a posting without looking at any account. */
export function decideForm({
  transfers,
}: Posting): Result<undefined, "amount_out_of_range" | "unit_mismatch" | "unknown_account"> {
  invariant(transfers.length > 0, "a posting moves something");
  for (const { amount } of transfers) {
    if (amount <= ZERO || amount > POINTS_MAXIMUM) return err("amount_out_of_range");
  }
  for (const { from, to } of transfers) if (from.unit !== to.unit) return err("unit_mismatch");
  for (const { from, to } of transfers) {
    if (!isInChart(from) || !isInChart(to)) return err("unknown_account");
  }
  return ok();
}

/**
 * What a posting of good form changes in the book, `repeated` when it has happened already, or why it
 * cannot be. Changes nothing itself.
 */
export function decidePosting(
  book: Book,
  named: NamedPosting,
): Result<Plan | "repeated", Exclude<PostingRefusal, "unknown_account">> {
  const { posting, id, digest } = named;
  const before = book.digests.get({ bucket: posting.bucket, id });
  if (before !== undefined) return before === digest ? ok("repeated") : err("posting_key_reused");
  if (posting.refersTo && !hasHappened(book, posting, posting.refersTo)) {
    return err("unknown_posting");
  }
  if (otherEndsOf(posting).some((end) => hasHappened(book, posting, end))) {
    return err("already_reversed");
  }
  const transfers = posting.kind === "claw_back" ? splitClawBack(book, posting) : posting.transfers;
  const short = findShort(book, posting, transfers);
  if (short) return err(short);
  if (isBeyondCeiling(book, posting, transfers)) return err("amount_out_of_range");
  // From here it succeeds.
  const draft: Draft = { book, named, accounts: new Map(), entries: [], lots: [], uses: [] };
  for (const transfer of transfers) carry(draft, transfer);
  if (givesBack(posting)) draft.lots.push(...lotsToReturn(book, posting));
  const { accounts, entries, lots, uses } = draft;
  return ok({ accounts: [...accounts.values()], entries, lots, uses });
}

/** The postings that end what this one ends, too: of all of them only one may happen. */
export function otherEndsOf({ kind, refersTo }: Posting): { kind: Kind; reference: string }[] {
  if (!refersTo || !ENDS_A_HOLD.includes(kind)) return [];
  return ENDS_A_HOLD.filter((end) => end !== kind).map((end) => ({
    kind: end,
    reference: refersTo.reference,
  }));
}

function hasHappened(
  book: Book,
  { bucket }: Posting,
  other: { kind: Kind; reference: string },
): boolean {
  return book.digests.has({ bucket, id: postingId(other) });
}

/** The first account that has not enough, a pool before a customer. */
function findShort(
  book: Book,
  posting: Posting,
  transfers: readonly Transfer[],
): "shop_pool_exhausted" | "insufficient_points" | null {
  const { bucket, kind, refersTo } = posting;
  const debits = new Map<string, { from: Transfer["from"]; amount: Points }>();
  for (const { from, amount } of transfers) {
    const id = accountId(from);
    debits.set(id, { from, amount: add(amount, debits.get(id)?.amount ?? ZERO) });
  }
  let isShort = false;
  for (const { from, amount } of debits.values()) {
    const account = accountOf(book, bucket, from);
    const most = kind === "mature" ? restOfLot(book, account, refersTo) : spendable(account);
    if (most === null || amount <= most || mayOwe(kind)) continue;
    if (from.role === "pool") return "shop_pool_exhausted";
    isShort = true;
  }
  return isShort || isMoreThanHeld(book, posting) ? "insufficient_points" : null;
}

/** What ends a hold, or pays it back, moves no more than it took: other orders' points are held, too. */
function isMoreThanHeld(book: Book, { bucket, kind, refersTo, transfers }: Posting): boolean {
  if (!refersTo || !OF_A_HOLD.includes(kind)) return false;
  const hold = postingId({ kind: "hold", reference: refersTo.reference });
  const uses = book.uses.get({ bucket, id: hold }) ?? [];
  return sum(transfers.map(({ amount }) => amount)) > sum(uses.map(({ amount }) => amount));
}

/** Only goods that came back may leave a customer in debt: the award was theirs no longer. */
function mayOwe(kind: Kind): boolean {
  return kind === "claw_back";
}

/** Only what a sale itself left pending matures with it. */
function restOfLot(book: Book, account: AccountState, source: Posting["refersTo"]): Points {
  const id = source && postingId(source);
  return sum(
    lotsOf(book, account)
      .filter((lot) => lot.postingId === id)
      .map((lot) => lot.remaining),
  );
}

/** What a plan is made of while it is made. */
type Draft = {
  readonly book: Book;
  readonly named: NamedPosting;
  readonly accounts: Map<string, AccountState>;
  readonly entries: Entry[];
  readonly lots: Lot[];
  readonly uses: LotUse[];
};

function carry(draft: Draft, transfer: Transfer): void {
  if (isTallied(transfer.from.role)) tally(draft, transfer.from, subtract(ZERO, transfer.amount));
  else debit(draft, transfer);
  if (isTallied(transfer.to.role)) tally(draft, transfer.to, transfer.amount);
  else credit(draft, transfer);
}

function tally({ entries }: Draft, account: AccountRef, amount: Points): void {
  entries.push({ account, accountId: accountId(account), amount, step: null });
}

function debit(draft: Draft, { from, amount }: Transfer): void {
  const { book, named } = draft;
  const payer = stateIn(draft, from);
  move(draft, payer, subtract(ZERO, amount));
  if (!keepsLots(from.role)) return;
  const taken = takeFromLots(lotsOf(book, payer), { named, balance: payer.balance, amount });
  draft.uses.push(...taken);
  draft.lots.push(...taken.map(afterUse));
}

function credit(draft: Draft, transfer: Transfer): void {
  const { to, amount } = transfer;
  const account = move(draft, stateIn(draft, to), amount);
  if (!keepsLots(to.role) || givesBack(draft.named.posting)) return;
  draft.lots.push(...openLot(draft.named, transfer, account));
}

/** Points that come back open no lots of their own. */
function givesBack({ kind }: Posting): boolean {
  return kind === "release" || kind === "refund";
}

function stateIn({ book, named, accounts }: Draft, ref: Transfer["from"]): AccountState {
  const id = accountId(ref);
  return accounts.get(id) ?? accountOf(book, named.posting.bucket, ref);
}

/** The account after its entry. */
function move(draft: Draft, before: AccountState, amount: Points): AccountState {
  const { named } = draft;
  const version = before.version + 1n;
  const balance = add(before.balance, amount);
  const after = { ...before, balance, version, lastPosting: named.id };
  draft.accounts.set(before.id, after);
  const step = { version, balanceAfter: balance, prior: before.lastPosting };
  draft.entries.push({ account: before.ref, accountId: before.id, amount, step });
  return after;
}

function afterUse({ lot, amount }: LotUse): Lot {
  return { ...lot, remaining: subtract(lot.remaining, amount) };
}
