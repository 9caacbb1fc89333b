import { expectSame, Violation } from "./violation.ts";

/** Points that came together. `number` tells apart those that expire on the same day: first come, first spent. */
export type Lot = { number: number; expiresOn: string; remaining: number; source: string };
export type Taken = { number: number; expiresOn: string; amount: number; source: string };

/** What a customer can spend of one unit. Below zero it is a debt, and there are no lots. */
export type Account = { balance: number; lots: Lot[]; lotsSoFar: number };

/** The part of the world's books that one customer's doings make. Plain data, so that it can be copied. */
export type Moved = { totals: Record<string, number>; postings: Record<string, number> };

export const emptyAccount = (): Account => ({ balance: 0, lots: [], lotsSoFar: 0 });
export const emptyMoved = (): Moved => ({ totals: {}, postings: {} });

/** Every movement names both sides. Accounts are `unit owner role`. */
export function transfer(moved: Moved, from: string, to: string, amount: number): void {
  moved.totals[from] = (moved.totals[from] ?? 0) - amount;
  moved.totals[to] = (moved.totals[to] ?? 0) + amount;
}

export function countPosting(moved: Moved, kind: string, count = 1): void {
  moved.postings[kind] = (moved.postings[kind] ?? 0) + count;
}

/** A deposit is a posting in each slice of the pool that gets some of it, ¥10 at least. */
export function countDeposit(moved: Moved, amount: number): void {
  countPosting(moved, "deposit", Math.max(1, Math.min(64, Math.floor(amount / 1000))));
}

/** Points of lots whose day has come. */
export function dueOf(account: Account, today: string): number {
  return sum(account.lots.filter((lot) => lot.expiresOn <= today).map((lot) => lot.remaining));
}

/** What could be spent today. */
export function spendable(account: Account | undefined, today: string): number {
  return account === undefined ? 0 : account.balance - dueOf(account, today);
}

/** What is due goes; answers how much that was. */
export function expireDue(account: Account, today: string): number {
  const due = dueOf(account, today);
  account.lots = account.lots.filter((lot) => lot.expiresOn > today);
  account.balance -= due;
  return due;
}

/** Points arrive: a debt is filled first, the rest is a lot. */
export function receive(
  account: Account,
  { amount, expiresOn, source }: { amount: number; expiresOn: string; source: string },
): void {
  account.balance += amount;
  account.lotsSoFar += 1;
  const remaining = Math.min(amount, Math.max(account.balance, 0));
  if (remaining === 0) return;
  insert(account, { number: account.lotsSoFar, expiresOn, remaining, source });
}

/**
 * Points leave, nearest expiry first; those that came from `first` before all others. What is not
 * there is owed. Answers which lots they left.
 */
export function spend(account: Account, amount: number, first?: string): Taken[] {
  let wanted = Math.min(amount, Math.max(account.balance, 0));
  account.balance -= amount;
  const inOrder = [
    ...account.lots.filter((lot) => lot.source === first),
    ...account.lots.filter((lot) => lot.source !== first),
  ];
  const taken: Taken[] = [];
  for (const lot of inOrder) {
    const share = Math.min(lot.remaining, wanted);
    if (share === 0) continue;
    wanted -= share;
    lot.remaining -= share;
    const { number, expiresOn, source } = lot;
    taken.push({ number, expiresOn, source, amount: share });
  }
  if (wanted > 0) throw new Error("the model's lots do not cover its balance");
  account.lots = account.lots.filter((lot) => lot.remaining > 0);
  return taken;
}

/** Points go back to the lots they left. */
export function giveBack(account: Account, taken: readonly Taken[]): void {
  for (const { amount, ...lot } of taken) {
    account.balance += amount;
    const there = account.lots.find((one) => one.number === lot.number);
    if (there) there.remaining += amount;
    else insert(account, { ...lot, remaining: amount });
  }
}

/** What the wallet should show as expiring: one line a day, nearest first. */
export function expiringOf(account: Account): { points: number; at: string }[] {
  const days = new Map<string, number>();
  for (const lot of account.lots) {
    days.set(lot.expiresOn, (days.get(lot.expiresOn) ?? 0) + lot.remaining);
  }
  return [...days].sort(byFirst).map(([day, points]) => ({ points, at: `${day}T00:00:00.000Z` }));
}

type Shown = { available: number; expiring?: { points: number; at: string }[] | undefined };

/**
 * Holds what was shown against the account. What is due goes when the job comes round or the account
 * is next debited, so it may be there or gone, day by day; what was seen to be gone stays gone. Answers
 * what expired by that.
 */
export function matchShown(
  what: string,
  account: Account,
  { shown, today }: { shown: Shown; today: string },
): number {
  if (agrees(account, shown)) return 0;
  const due = dueOf(account, today);
  // A job that began before the clock moved on takes what was due then.
  const days = new Set(account.lots.map((lot) => lot.expiresOn).filter((day) => day <= today));
  for (const day of days) {
    const later = structuredClone(account);
    expireDue(later, day);
    if (agrees(later, shown)) return expireDue(account, day);
  }
  const expected = { available: account.balance, expiring: expiringOf(account) };
  if (shown.expiring !== undefined) expectSame(what, shown, expected);
  throw new Violation(
    `${what}: ${shown.available} available, but the rules say ${account.balance}${due > 0 ? `, of which ${due} may be gone today` : ""}`,
  );
}

function agrees(account: Account, shown: Shown): boolean {
  if (shown.available !== account.balance) return false;
  if (shown.expiring === undefined) return true;
  return JSON.stringify(shown.expiring) === JSON.stringify(expiringOf(account));
}

function insert(account: Account, lot: Lot): void {
  account.lots.push(lot);
  account.lots.sort(
    (left, right) => byFirst([left.expiresOn], [right.expiresOn]) || left.number - right.number,
  );
}

function byFirst(
  [left]: readonly [string, ...unknown[]],
  [right]: readonly [string, ...unknown[]],
) {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
