import { BUCKETS, type Bucket } from "../kernel/bucket.ts";
import { type Points, points } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import { type AccountRef, accountId } from "./account.ts";
import type { Place } from "./book.store.ts";

const ALL_BUCKETS = Array.from({ length: BUCKETS }, (_, bucket) => bucket);

export type Stripe = Place & { readonly balance: Points };

/** Every stripe of a house account that is open, by bucket. */
export function readStripes(sql: Sql, ref: AccountRef): Promise<Stripe[]> {
  return select(
    sql,
    ALL_BUCKETS.map((bucket) => ({ bucket, id: accountId(ref) })),
    "",
  );
}

/** Those of the stripes that are open, locked in (bucket, id) order. */
export function lockStripes(sql: Transaction, wanted: readonly Place[]): Promise<Stripe[]> {
  return select(sql, wanted, "for update of a");
}

/** Every stripe of these pools that is open, and these slices of others, locked in (bucket, id) order. */
export function lockWholePools(
  sql: Transaction,
  pools: readonly string[],
  slices: readonly Place[],
): Promise<Stripe[]> {
  const stripes = pools.flatMap((id) => ALL_BUCKETS.map((bucket) => ({ bucket, id })));
  return lockStripes(sql, [...stripes, ...slices.filter(({ id }) => !pools.includes(id))]);
}

async function select(sql: Sql, wanted: readonly Place[], lock: string): Promise<Stripe[]> {
  const rows = await sql.query<{ bucket: Bucket; id: string; balance: bigint }>(
    `select a.bucket, a.id, a.balance
     from unnest($1::smallint[], $2::uuid[]) as wanted (bucket, id)
     join ledger_account a on a.bucket = wanted.bucket and a.id = wanted.id
     order by a.bucket, a.id ${lock}`,
    [wanted.map(({ bucket }) => bucket), wanted.map(({ id }) => id)],
  );
  return rows.map((row) => ({ ...row, balance: points(row.balance) }));
}

/** Lets one gatherer of a pool through at a time. What it reads afterwards is what the last one left. */
export async function waitForPool(sql: Transaction, id: string): Promise<void> {
  await sql.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", [id]);
}

export async function markBeforeSlices(sql: Transaction): Promise<void> {
  await sql.execute("savepoint slices");
}

/** Gives the slices free again that were locked since the mark. */
export async function releaseSlices(sql: Transaction): Promise<void> {
  await sql.execute("rollback to savepoint slices");
}
