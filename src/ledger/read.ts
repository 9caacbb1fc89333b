import type { Day, Instant } from "../kernel/clock.ts";
import { type Points, sum, ZERO } from "../kernel/points.ts";
import type { Sql } from "../platform/db/database.ts";
import type { AccountRef } from "./account.ts";
import { readStripes } from "./ledger.store.ts";
import type { Kind } from "./posting.ts";
import {
  type BalanceRow,
  type ExpiryRow,
  readAvailable,
  readBalances,
  readExpiries,
  readMovements,
} from "./read.store.ts";

/** What one customer has in one unit. `available` may be below zero after a refund: a debt. */
export type UnitBalance = {
  unit: string;
  available: Points;
  pending: Points;
  held: Points;
  /** What is left to spend by the day it is gone, nearest first. */
  expiring: { points: Points; on: Day }[];
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
  const balances = await readBalances(sql, customerId);
  const accounts = balances.map((row) => row.accountId);
  const expiries = await readExpiries(sql, { owner: customerId, accounts });
  const units = [...new Set(balances.map((row) => row.unit))];
  return units.map((unit) => unitBalance(unit, balances, expiries));
}

function unitBalance(
  unit: string,
  balances: readonly BalanceRow[],
  expiries: readonly ExpiryRow[],
): UnitBalance {
  const of = (role: string) => balances.find((row) => row.unit === unit && row.role === role);
  const available = of("available");
  return {
    unit,
    available: available?.balance ?? ZERO,
    pending: of("pending")?.balance ?? ZERO,
    held: of("held")?.balance ?? ZERO,
    expiring: expiries
      .filter((row) => row.accountId === available?.accountId)
      .map(({ points, on }) => ({ points, on })),
  };
}

/** What the customer can spend of one unit; zero when there never was any, below zero in debt. */
export function availableOf(sql: Sql, of: { customerId: string; unit: string }): Promise<Points> {
  return readAvailable(sql, of);
}

/** The sum over all stripes of a house account, such as a shop's pool. */
export async function houseBalance(sql: Sql, account: AccountRef): Promise<Points> {
  const stripes = await readStripes(sql, account, { lock: false });
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
