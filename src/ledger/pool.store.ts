import { BUCKETS } from "../kernel/bucket.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import { lockAccounts, type OpenAccount, readAccounts } from "./account.store.ts";
import { type AccountRef, accountId } from "./account.ts";
import type { Place } from "./by-place.ts";

const ALL_BUCKETS = Array.from({ length: BUCKETS }, (_, bucket) => bucket);

/** Every stripe of a house account that is open, by bucket. */
export function readStripes(sql: Sql, ref: AccountRef): Promise<OpenAccount[]> {
  return readStripesById(sql, accountId(ref));
}

export function readStripesById(sql: Sql, id: string): Promise<OpenAccount[]> {
  return readAccounts(sql, stripesOf(id));
}

/** Every stripe of these pools that is open, and these slices of others, locked in (bucket, id) order. */
export function lockWholePools(
  sql: Transaction,
  pools: readonly string[],
  slices: readonly Place[],
): Promise<OpenAccount[]> {
  const others = slices.filter(({ id }) => !pools.includes(id));
  return lockAccounts(sql, [...pools.flatMap(stripesOf), ...others]);
}

function stripesOf(id: string): Place[] {
  return ALL_BUCKETS.map((bucket) => ({ bucket, id }));
}

/** Lets one gatherer of a pool through at a time. What it reads afterwards is what the last one left. */
export function waitForPool(sql: Transaction, id: string): void {
  sql.later("select pg_advisory_xact_lock(hashtextextended($1, 0))", [id]);
}

/** Lets one transaction at a time give out more of a unit than its stripes are allowed each. */
export function waitForIssuer(sql: Transaction, id: string): void {
  sql.later("select pg_advisory_xact_lock(hashtextextended('issuer ' || $1, 0))", [id]);
}

export function markBeforeSlices(sql: Transaction): void {
  sql.later("savepoint slices");
}

/** Gives the slices free again that were locked since the mark. */
export function releaseSlices(sql: Transaction): void {
  sql.later("rollback to savepoint slices");
}
