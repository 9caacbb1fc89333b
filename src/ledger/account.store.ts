import type { Instant } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Place } from "./by-place.ts";

/** An account that is open, as it stands. */
export type OpenAccount = Place & {
  readonly balance: Points;
  readonly version: bigint;
  readonly movedAt: Instant | null;
};

/** Two arrays that `unnest` joins again: every statement of the ledger names its rows this way. */
export function places(all: readonly Place[]): [number[], string[]] {
  const buckets: number[] = [];
  const ids: string[] = [];
  for (const { bucket, id } of all) {
    buckets.push(bucket);
    ids.push(id);
  }
  return [buckets, ids];
}

/** Those of the accounts that are open. */
export function readAccounts(sql: Sql, wanted: readonly Place[]): Promise<OpenAccount[]> {
  return select(sql, wanted, "");
}

/** The same, locked in (bucket, id) order, which every posting keeps. */
export function lockAccounts(sql: Transaction, wanted: readonly Place[]): Promise<OpenAccount[]> {
  return select(sql, wanted, "for update of a");
}

async function select(sql: Sql, wanted: readonly Place[], lock: string): Promise<OpenAccount[]> {
  const rows = await sql.query<Omit<OpenAccount, "balance"> & { balance: bigint }>(
    `select a.bucket, a.id, a.balance, a.version, a.moved_at as "movedAt"
     from unnest($1::smallint[], $2::uuid[]) as wanted (bucket, id)
     join ledger_account a on a.bucket = wanted.bucket and a.id = wanted.id
     order by a.bucket, a.id ${lock}`,
    places(wanted),
  );
  return rows.map(({ bucket, id, balance, version, movedAt }) => ({
    bucket,
    id,
    balance: points(balance),
    version,
    movedAt,
  }));
}
