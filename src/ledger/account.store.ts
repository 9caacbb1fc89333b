import type { Instant } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Lot } from "./book.ts";
import type { Place } from "./by-place.ts";
import { readLots } from "./lots-in-row.ts";

/** An account that is open, as it stands. Without lots where it keeps none. */
export type OpenAccount = Place & {
  readonly balance: Points;
  readonly version: bigint;
  readonly movedAt: Instant | null;
  readonly lastPosting: string | null;
  readonly lots: readonly Lot[];
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
  return select(sql, wanted, "for no key update of a");
}

type Row = Omit<OpenAccount, "balance" | "lots"> & {
  balance: bigint;
  lots: string | null;
  lotSources: string | null;
};

async function select(sql: Sql, wanted: readonly Place[], lock: string): Promise<OpenAccount[]> {
  if (wanted.length === 0) return [];
  const rows = await sql.query<Row>(
    `select a.bucket, a.id, a.balance, a.version, a.moved_at as "movedAt",
       a.last_posting as "lastPosting", a.lots::text, a.lot_sources::text as "lotSources"
     from unnest($1::smallint[], $2::uuid[]) as wanted (bucket, id)
     join ledger_account a on a.bucket = wanted.bucket and a.id = wanted.id
     order by a.bucket, a.id ${lock}`,
    places(wanted),
  );
  return rows.map(({ bucket, id, balance, lots, lotSources, ...row }) => ({
    bucket,
    id,
    balance: points(balance),
    version: row.version,
    movedAt: row.movedAt,
    lastPosting: row.lastPosting,
    lots:
      lots === null || lotSources === null ? [] : readLots({ bucket, id }, { lots, lotSources }),
  }));
}
