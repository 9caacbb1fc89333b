import { bucketOf } from "../kernel/bucket.ts";
import type { Instant } from "../kernel/clock.ts";
import { type Group, groupBy } from "../kernel/group-by.ts";
import { add, type Points, sum, ZERO } from "../kernel/points.ts";
import type { Sql } from "../platform/db/database.ts";
import { type NamedAccount, readAccounts, readOwned } from "./account.store.ts";
import { type AccountRef, accountId, isTallied, type Role } from "./account.ts";
import { accountsOf, type Balance, type Holder, type Lot } from "./book.ts";
import { readStripes } from "./pool.store.ts";
import type { Kind } from "./posting.ts";
import { readMovements } from "./read.store.ts";
import { readTallied } from "./tally.store.ts";

/** What one customer has in one unit. `available` may be below zero after a refund: a debt. */
export type UnitBalance = {
  unit: string;
  available: Points;
  pending: Points;
  held: Points;
  /** What is left to spend by the moment it is gone, nearest first. */
  expiring: { points: Points; at: Instant }[];
  /** What waits, by the moment it becomes available, nearest first. */
  maturing: { points: Points; at: Instant }[];
};

/** One change of what a customer can spend. */
export type Movement = {
  id: string;
  at: Instant;
  unit: string;
  points: Points;
  reason: Kind;
  reference: string;
  balanceAfter: Points;
};

/** Every unit the customer ever had points in, mall points included, by unit. */
export async function walletOf(sql: Sql, customerId: string): Promise<UnitBalance[]> {
  const wallets = await walletsOf(sql, [customerId]);
  return wallets.get(customerId) ?? [];
}

/** The same for many customers, in one statement; who never had a point has an empty wallet. */
export async function walletsOf(
  sql: Sql,
  customerIds: readonly string[],
): Promise<Map<string, UnitBalance[]>> {
  return walletsFrom(customerIds, await readOwned(sql, [...new Set(customerIds)]));
}

/** The same from accounts that are known, in the order of their units. */
export function walletsFrom(
  customerIds: readonly string[],
  accounts: readonly NamedAccount[],
): Map<string, UnitBalance[]> {
  const wallets = new Map(customerIds.map((id): [string, UnitBalance[]] => [id, []]));
  const units = groupBy(accounts, ({ ref: { owner, unit } }) => `${owner} ${unit}`);
  for (const rows of units.values()) {
    const [{ ref }] = rows;
    wallets.get(ref.owner)?.push(unitBalance(rows));
  }
  return wallets;
}

function unitBalance(rows: Group<NamedAccount>): UnitBalance {
  const of = (role: Role) => rows.find(({ ref }) => ref.role === role);
  const [available, pending] = [of("available"), of("pending")];
  return {
    unit: rows[0].ref.unit,
    available: available?.balance ?? ZERO,
    pending: pending?.balance ?? ZERO,
    held: of("held")?.balance ?? ZERO,
    expiring: byMoment(available?.lots ?? [], ({ expiresAt }) => expiresAt),
    maturing: byMoment(pending?.lots ?? [], ({ maturesAt }) => maturesAt),
  };
}

/** What is left in lots by a moment of theirs, nearest first. */
function byMoment(
  lots: readonly Lot[],
  momentOf: (lot: Lot) => Instant | null,
): { points: Points; at: Instant }[] {
  const sums = new Map<Instant, Points>();
  for (const lot of lots) {
    const at = momentOf(lot);
    if (at !== null) sums.set(at, add(sums.get(at) ?? ZERO, lot.remaining));
  }
  return [...sums]
    .map(([at, points]) => ({ at, points }))
    .sort((left, right) => left.at - right.at);
}

/** What the customer can spend of one unit; zero when there never was any, below zero in debt. */
export async function availableOf(
  sql: Sql,
  of: { customerId: string; unit: string },
): Promise<Points> {
  const [balance] = await balancesOf(sql, [of]);
  return balance?.available ?? ZERO;
}

/** The balances of these holders, in their order; zero where there never was any. */
export async function balancesOf(sql: Sql, holders: readonly Holder[]): Promise<Balance[]> {
  const wanted = holders.map((holder) => {
    const bucket = bucketOf(holder.customerId);
    return accountsOf(holder).map((ref) => ({ bucket, id: accountId(ref) }));
  });
  const accounts = await readAccounts(sql, wanted.flat());
  const balances = new Map(accounts.map(({ id, balance }) => [id, balance]));
  return wanted.map((places) => {
    const [available = ZERO, pending = ZERO] = places.map(({ id }) => balances.get(id) ?? ZERO);
    return { available, pending };
  });
}

/** The sum over all stripes of a house account, such as a shop's pool. */
export async function houseBalance(sql: Sql, account: AccountRef): Promise<Points> {
  if (isTallied(account.role)) return readTallied(sql, account);
  const stripes = await readStripes(sql, account);
  return sum(stripes.map(({ balance }) => balance));
}

/**
 * What changed the customer's available points, newest first. `before` is the last movement of the
 * page before; an id that is not one of a movement counts as none.
 */
export async function movementsOf(
  sql: Sql,
  of: {
    customerId: string;
    unit?: string | undefined;
    limit: number;
    before?: Pick<Movement, "at" | "id"> | undefined;
  },
): Promise<Movement[]> {
  const rows = await readMovements(sql, {
    customerId: of.customerId,
    unit: of.unit ?? null,
    limit: of.limit,
    before: of.before ? positionOf(of.before) : null,
  });
  return rows.map((row) => ({
    id: `mov_${row.accountId.replaceAll("-", "")}_${row.version}`,
    at: row.at,
    unit: row.unit,
    points: row.amount,
    reason: row.kind,
    reference: row.reference,
    balanceAfter: row.balanceAfter,
  }));
}

function positionOf({ at, id }: Pick<Movement, "at" | "id">) {
  const [, hex, version] = /^mov_([0-9a-f]{32})_(\d{1,18})$/.exec(id) ?? [];
  if (hex === undefined || version === undefined) return null;
  const accountId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { at, accountId, version: BigInt(version) };
}
