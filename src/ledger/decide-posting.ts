import type { Day } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import {
  add,
  larger,
  type Points,
  points,
  smaller,
  subtract,
  sum,
  ZERO,
} from "../kernel/points.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type AccountRef, accountId, keepsLots } from "./account.ts";
import type { Kind, Posting, Transfer } from "./posting.ts";

/** An account as it stands, locked. */
export type AccountState = {
  readonly id: string;
  readonly balance: Points;
  readonly version: bigint;
  readonly floor: Points | null;
};
/** Points still to be spent. `lot` is the version of the entry that brought them. */
export type Lot = {
  readonly accountId: string;
  readonly expiresOn: Day;
  readonly lot: bigint;
  readonly remaining: Points;
  readonly postingId: string;
};
export type LotChange = {
  readonly accountId: string;
  readonly expiresOn: Day;
  readonly lot: bigint;
  readonly amount: Points;
};

export type Facts = {
  readonly accounts: ReadonlyMap<string, AccountState>;
  /** Of the accounts that are debited; nearest expiry first. */
  readonly lots: ReadonlyMap<string, readonly Lot[]>;
  /** What the posting that this one refers to took from lots. */
  readonly usedBefore: readonly LotChange[];
  /** The id of the posting that is referred to, whose own lots are taken first. */
  readonly refersTo: string | null;
};

export type Entry = {
  readonly accountId: string;
  readonly version: bigint;
  readonly amount: Points;
  readonly balanceAfter: Points;
};

/** What to write: everything, in one statement. */
export type PostingPlan = {
  readonly entries: readonly Entry[];
  readonly opened: readonly LotChange[];
  readonly taken: readonly LotChange[];
  readonly returned: readonly LotChange[];
};

type Draft = {
  entries: Entry[];
  opened: LotChange[];
  taken: LotChange[];
  returned: LotChange[];
  states: Map<string, AccountState>;
};

/** The largest amount of one transfer: what the wire can carry. */
const AMOUNT_MAXIMUM = points(9_007_199_254_740_991n);

/** What can be said of a posting without looking at any account. */
export function decideForm({
  transfers,
}: Posting): Result<undefined, "amount_out_of_range" | "unit_mismatch"> {
  for (const { amount } of transfers) {
    if (amount <= ZERO || amount > AMOUNT_MAXIMUM) return err("amount_out_of_range");
  }
  for (const { from, to } of transfers) if (from.unit !== to.unit) return err("unit_mismatch");
  invariant(transfers.length > 0, "a posting moves something");
  return ok();
}

/** The plan for a posting over locked accounts, or why it cannot be: a pool first, then a customer. */
export function decidePosting(
  posting: Posting,
  facts: Facts,
): Result<PostingPlan, "shop_pool_exhausted" | "insufficient_points"> {
  const poolsFirst = [...posting.transfers].sort((left, right) => rank(left) - rank(right));
  for (const { from, amount } of poolsFirst) {
    const state = stateOf(facts.accounts, from);
    const after = subtract(state.balance, amount);
    if (state.floor === null || after >= state.floor || mayOwe(posting.kind)) continue;
    return err(from.role === "pool" ? "shop_pool_exhausted" : "insufficient_points");
  }
  // From here it succeeds.
  const draft: Draft = {
    entries: [],
    opened: [],
    taken: [],
    returned: [],
    states: new Map(facts.accounts),
  };
  for (const transfer of posting.transfers) {
    debit(draft, transfer, facts);
    credit(draft, transfer, { posting, facts });
  }
  return ok({
    entries: draft.entries,
    opened: draft.opened,
    taken: draft.taken,
    returned: draft.returned,
  });
}

function rank({ from }: Transfer): number {
  return from.role === "pool" ? 0 : 1;
}

/** Only goods that came back may leave a customer in debt: the award was theirs no longer. */
function mayOwe(kind: Kind): boolean {
  return kind === "claw_back";
}

function debit(draft: Draft, { from, amount }: Transfer, facts: Facts): void {
  const before = stateOf(draft.states, from);
  record(draft, before, subtract(ZERO, amount));
  if (!keepsLots(from.role)) return;
  // In debt there are no lots left; only what is there can be taken.
  let wanted = smaller(amount, larger(before.balance, ZERO));
  for (const lot of inOrderOfUse(facts.lots.get(before.id) ?? [], facts.refersTo)) {
    if (wanted === ZERO) break;
    const amountTaken = smaller(lot.remaining, wanted);
    wanted = subtract(wanted, amountTaken);
    draft.taken.push({
      accountId: lot.accountId,
      expiresOn: lot.expiresOn,
      lot: lot.lot,
      amount: amountTaken,
    });
  }
  invariant(wanted === ZERO, `lots of ${before.id} do not cover its balance`);
}

function inOrderOfUse(lots: readonly Lot[], first: string | null): readonly Lot[] {
  return [
    ...lots.filter((lot) => lot.postingId === first),
    ...lots.filter((lot) => lot.postingId !== first),
  ];
}

function credit(
  draft: Draft,
  { to, amount, expiresOn }: Transfer,
  { posting, facts }: { posting: Posting; facts: Facts },
): void {
  const entry = record(draft, stateOf(draft.states, to), amount);
  if (!keepsLots(to.role)) return;
  // What fills a debt is spent already; the rest can be spent.
  const spendable = smaller(amount, larger(entry.balanceAfter, ZERO));
  if (spendable === ZERO) return;
  if (posting.kind === "release") {
    draft.returned.push(...lotsToReturn(facts.usedBefore, spendable));
    return;
  }
  invariant(expiresOn, `points of ${posting.kind} ${posting.reference} need an expiry`);
  draft.opened.push({
    accountId: entry.accountId,
    expiresOn,
    lot: entry.version,
    amount: spendable,
  });
}

/** Points that come back return to the lots they left, those that last longest first. */
function lotsToReturn(uses: readonly LotChange[], amount: Points): LotChange[] {
  const latestFirst = [...uses].sort((left, right) => (left.expiresOn < right.expiresOn ? 1 : -1));
  const returned: LotChange[] = [];
  let wanted = amount;
  for (const use of latestFirst) {
    const back = smaller(use.amount, wanted);
    wanted = subtract(wanted, back);
    if (back > ZERO) returned.push({ ...use, amount: back });
  }
  invariant(sum(returned.map((one) => one.amount)) === amount, "more comes back than was taken");
  return returned;
}

function record(draft: Draft, before: AccountState, amount: Points): Entry {
  const entry = {
    accountId: before.id,
    version: before.version + 1n,
    amount,
    balanceAfter: add(before.balance, amount),
  };
  draft.entries.push(entry);
  draft.states.set(before.id, { ...before, balance: entry.balanceAfter, version: entry.version });
  return entry;
}

function stateOf(states: ReadonlyMap<string, AccountState>, ref: AccountRef): AccountState {
  const state = states.get(accountId(ref));
  invariant(state, `account ${ref.unit} ${ref.owner} ${ref.role} is not open`);
  return state;
}
