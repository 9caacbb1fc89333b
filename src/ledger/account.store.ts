import { bucketOf } from "../kernel/bucket.ts";
import type { Instant } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import type { Parameter, Sql, Transaction } from "../platform/db/database.ts";
import type { AccountRef } from "./account.ts";
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

/** Rows that name accounts: a subquery of bucket, unit, owner and role, and its parameters. */
export type NamedRows = { readonly rows: string; readonly parameters: readonly Parameter[] };

/** An account with what it is. */
export type NamedAccount = OpenAccount & { readonly ref: AccountRef };

/** The open accounts that a table of the caller's names, locked in (bucket, id) order. */
export async function lockNamed(
  sql: Transaction,
  { rows, parameters }: NamedRows,
): Promise<NamedAccount[]> {
  const found = await sql.query<Row & AccountRef>(
    `select ${COLUMNS}, a.unit, a.owner, a.role
     from (select distinct bucket, ledger_account_id(unit, owner, role) as id from (${rows}) named) wanted
     join ledger_account a on a.bucket = wanted.bucket and a.id = wanted.id
     order by a.bucket, a.id for no key update of a`,
    parameters,
  );
  return found.map((row) => toNamed(row));
}

/** Every open account of these owners, by unit. */
export async function readOwned(sql: Sql, owners: readonly string[]): Promise<NamedAccount[]> {
  const rows = await sql.query<Row & AccountRef>(
    `select ${COLUMNS}, a.unit, a.owner, a.role
     from unnest($1::smallint[], $2::text[]) as wanted (bucket, owner)
     join ledger_account a on a.bucket = wanted.bucket and a.owner = wanted.owner
     order by a.unit, a.role`,
    [owners.map(bucketOf), owners],
  );
  return rows.map((row) => toNamed(row));
}

type Row = Omit<OpenAccount, "balance" | "lots"> & {
  balance: bigint;
  lots: string | null;
  lotSources: string | null;
};

const COLUMNS = `a.bucket, a.id, a.balance, a.version, a.moved_at as "movedAt",
       a.last_posting as "lastPosting", a.lots::text, a.lot_sources::text as "lotSources"`;

async function select(sql: Sql, wanted: readonly Place[], lock: string): Promise<OpenAccount[]> {
  if (wanted.length === 0) return [];
  const rows = await sql.query<Row>(
    `select ${COLUMNS}
     from unnest($1::smallint[], $2::uuid[]) as wanted (bucket, id)
     join ledger_account a on a.bucket = wanted.bucket and a.id = wanted.id
     order by a.bucket, a.id ${lock}`,
    places(wanted),
  );
  return rows.map(toAccount);
}

function toAccount({ bucket, id, balance, lots, lotSources, ...row }: Row): OpenAccount {
  return {
    bucket,
    id,
    balance: points(balance),
    version: row.version,
    movedAt: row.movedAt,
    lastPosting: row.lastPosting,
    lots:
      lots === null || lotSources === null ? [] : readLots({ bucket, id }, { lots, lotSources }),
  };
}

function toNamed(row: Row & AccountRef): NamedAccount {
  const { unit, owner, role } = row;
  return { ...toAccount(row), ref: { unit, owner, role } };
}
