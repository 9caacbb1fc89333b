import type { Day, Instant } from "../kernel/clock.ts";
import { type Points, ZERO } from "../kernel/points.ts";
import type { Sql } from "../platform/db/database.ts";
import type { AccountRef } from "./account.ts";
import type { Kind } from "./posting.ts";

/** What one customer has in one unit. `available` may be below zero after a refund: a debt. */
export type UnitBalance = {
  unit: string;
  available: Points;
  pending: Points;
  held: Points;
  /** The next lots to expire, nearest first, one row a day. */
  expiring: { points: Points; on: Day }[];
};

export type Movement = {
  id: string;
  at: Instant;
  unit: string;
  points: Points;
  reason: Kind;
  reference: string;
  balanceAfter: Points;
};

/** Every unit the customer ever had points in. */
export async function walletOf(_sql: Sql, _customerId: string): Promise<UnitBalance[]> {
  return [];
}

/** What the customer can spend of one unit; zero when there never was any, below zero in debt. */
export async function availableOf(
  _sql: Sql,
  _of: { customerId: string; unit: string },
): Promise<Points> {
  return ZERO;
}

/** The sum over all stripes of a house account, such as `poolOf(shopId)`. */
export async function houseBalance(_sql: Sql, _account: AccountRef): Promise<Points> {
  return ZERO;
}

/** What changed the customer's available points, newest first; `before` is the last movement of the page before. */
export async function movementsOf(
  _sql: Sql,
  _of: {
    customerId: string;
    unit?: string | undefined;
    limit: number;
    before?: Pick<Movement, "at" | "id"> | undefined;
  },
): Promise<Movement[]> {
  return [];
}
