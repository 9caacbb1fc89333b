import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { negate, POINTS_MAXIMUM } from "../kernel/points.ts";
import { RECOUNT_SECONDS } from "../platform/db/bounds.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import { placedAccounts } from "./audit-places.store.ts";
import type { Extent, UnitSums } from "./audit-questions.store.ts";

/**
 * From now on this transaction sees one moment of the books, however long the recount takes, or the
 * moment that another transaction sees.
 */
export async function freeze(sql: Transaction, snapshot?: string): Promise<void> {
  await sql.execute("set transaction isolation level repeatable read");
  if (snapshot !== undefined) await sql.execute(`set transaction snapshot '${snapshot}'`);
}

/**
 * Whole buckets want few passes over whole tables and hashes that fit into memory. Left alone, the
 * planner takes the keys' order for a merge where it can, which reads every row from another page:
 * measured, three times the time.
 */
export const planPasses = (sql: Transaction) =>
  choosePlans(sql, {
    ...UNHURRIED,
    enable_seqscan: "on",
    enable_hashjoin: "on",
    enable_mergejoin: "off",
    enable_nestloop: "off",
    enable_indexscan: "off",
    enable_indexonlyscan: "off",
    enable_bitmapscan: "off",
    enable_sort: "off",
  });

/** Rows that are found by key, once for each account that moved. */
export const planLookUps = (sql: Transaction) =>
  choosePlans(sql, {
    ...UNHURRIED,
    enable_seqscan: "on",
    enable_hashjoin: "on",
    enable_mergejoin: "on",
    enable_nestloop: "on",
    enable_indexscan: "on",
    enable_indexonlyscan: "on",
    enable_bitmapscan: "on",
    enable_sort: "on",
  });

const UNHURRIED = {
  statement_timeout: `${RECOUNT_SECONDS}s`,
  // The half that is done first waits for the other.
  idle_in_transaction_session_timeout: `${RECOUNT_SECONDS}s`,
  work_mem: "256MB",
  max_parallel_workers_per_gather: "0",
  jit: "off",
  plan_cache_mode: "force_custom_plan",
};

/** For the rest of the transaction. */
async function choosePlans(sql: Transaction, settings: Record<string, string>): Promise<void> {
  await sql.execute(
    "select set_config(name, value, true) from unnest($1::text[], $2::text[]) as s (name, value)",
    [Object.keys(settings), Object.values(settings)],
  );
}

/** Lets another transaction of the same database see the moment that this one sees. */
export async function shareMoment(sql: Transaction): Promise<string> {
  const [row] = await sql.query<{ snapshot: string }>("select pg_export_snapshot() as snapshot");
  return row?.snapshot ?? "";
}

/** About how many entries there are, from the size of the table: an entry takes 92 bytes. */
export async function estimateEntries(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    "select pg_relation_size('ledger_entry') / 92.0::float8 as count",
  );
  return row?.count ?? 0;
}

/** All that was ever written in these buckets. */
export function sliceExtent({ first, last }: { first: number; last: number }): Extent {
  return wholeBuckets("bucket between $1 and $2", [first, last]);
}

/** The same of buckets that are not one after another. */
export function bucketsExtent(buckets: readonly number[]): Extent {
  return wholeBuckets("bucket = any ($1::smallint[])", [buckets]);
}

function wholeBuckets(condition: string, parameters: Extent["parameters"]): Extent {
  const part = (table: string) => `(select * from ${table} where ${condition})`;
  return {
    parameters,
    relations: `
  ${placedAccounts(`select *, 0::bigint as start_version, 0::bigint as start_balance
    from ledger_account where ${condition}`)},
  entry as not materialized ${part("ledger_entry")},
  brought as not materialized ${part("ledger_entry")},
  posting as not materialized ${part("ledger_posting")},
  referred as not materialized ${part("ledger_posting")},
  lot as not materialized ${part("ledger_lot")},
  use as not materialized ${part("ledger_lot_use")}`,
  };
}

/** An account that is not as the last good point left it, and how it was then; zero when it is new. */
export type Moved = { bucket: number; id: string; version: bigint; balance: bigint };

/** All that was written to these accounts since then, found by key. */
export function movedExtent(moved: readonly Moved[]): Extent {
  return {
    parameters: [
      moved.map(({ bucket }) => bucket),
      moved.map(({ id }) => id),
      moved.map(({ version }) => version),
      moved.map(({ balance }) => balance),
    ],
    relations: `
  moved as materialized (
    select * from unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::bigint[])
      as m (bucket, id, start_version, start_balance)),
  ${placedAccounts(`select a.*, m.start_version, m.start_balance
    from moved m left join ledger_account a on a.bucket = m.bucket and a.id = m.id`)},
  entry as materialized (
    select e.* from moved m cross join lateral (
      select * from ledger_entry e
      where e.bucket = m.bucket and e.account_id = m.id and e.version > m.start_version
      offset 0) e),
  posting as materialized (
    select p.* from (select distinct bucket, posting_id from entry) e cross join lateral (
      select * from ledger_posting p where p.bucket = e.bucket and p.id = e.posting_id offset 0) p),
  referred as materialized (
    select r.* from posting p cross join lateral (
      select * from ledger_posting r where r.bucket = p.bucket and r.id = p.refers_to offset 0) r),
  use as materialized (
    select u.* from posting p cross join lateral (
      select * from ledger_lot_use u where u.bucket = p.bucket and u.posting_id = p.id offset 0) u),
  lot as materialized (
    select l.* from moved m cross join lateral (
      select * from ledger_lot l where l.bucket = m.bucket and l.account_id = m.id offset 0) l),
  brought as materialized (
    select e.* from lot l cross join lateral (
      select * from ledger_entry e
      where e.bucket = l.bucket and e.account_id = l.account_id and e.version = l.lot offset 0) e)`,
  };
}

/** Accounts whose version or balance is not what the last good point kept, or that are gone since. */
export function readMoved(sql: Sql): Promise<Moved[]> {
  return sql.query<Moved>(
    `select coalesce(a.bucket, g.bucket) as bucket, coalesce(a.id, g.account_id) as id,
       coalesce(g.version, 0) as version, coalesce(g.balance, 0) as balance
     from ledger_account a
     full join ledger_audited g on g.bucket = a.bucket and g.account_id = a.id
     where a.version is distinct from g.version or a.balance is distinct from g.balance
     order by 1, 2`,
  );
}

/** Totals of every unit from balances that a recount has just confirmed: of these buckets. */
export function sumBalances(
  sql: Sql,
  buckets: readonly number[],
): Promise<(UnitSums & { entries: number })[]> {
  return sql.query(
    `select unit, sum(version)::float8 as entries,
       coalesce(-sum(balance) filter (where role in ('issue', 'bank')), 0) as issued,
       coalesce(sum(balance) filter (where role not in ('issue', 'bank', 'retirement', 'breakage')), 0) as held,
       coalesce(sum(balance) filter (where role in ('retirement', 'breakage')), 0) as retired
     from ledger_account where bucket = any ($1::smallint[]) group by unit order by unit`,
    [buckets],
  );
}

/** Money on its way between two stripes of a pool is nowhere for longer than a transaction. */
export async function countPoolsInTransit(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `select count(*)::int as count from (
       select owner from ledger_account where role = 'transit' group by owner having sum(balance) <> 0) t`,
  );
  return row?.count ?? 0;
}

/** Accounts that hold or owe more than the wire carries. No posting makes one; older books may have some. */
export async function countBeyondRange(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `select count(*)::int as count from ledger_account where balance not between $1 and $2`,
    [negate(POINTS_MAXIMUM), POINTS_MAXIMUM],
  );
  return row?.count ?? 0;
}

/** The accounts as this transaction sees them become the last good point. Rows that are so are left alone. */
export async function keepGoodPoint(sql: Transaction): Promise<void> {
  await sql.execute(
    `insert into ledger_audited as g (bucket, account_id, version, balance)
     select a.bucket, a.id, a.version, a.balance
     from ledger_account a left join ledger_audited g on g.bucket = a.bucket and g.account_id = a.id
     where a.version is distinct from g.version or a.balance is distinct from g.balance
     order by a.bucket, a.id
     on conflict (bucket, account_id)
     do update set version = excluded.version, balance = excluded.balance`,
  );
}

/** Whether any recount has found the books right. */
export async function hasGoodPoint(sql: Sql): Promise<boolean> {
  const [row] = await sql.query<{ exists: boolean }>(
    "select exists (select from ledger_audited) as exists",
  );
  return row?.exists ?? false;
}

/** Of several recounts at once, on however many servers, one keeps the good point. */
export async function mayKeep(sql: Transaction): Promise<boolean> {
  const [row] = await sql.query<{ mine: boolean }>(
    "select pg_try_advisory_xact_lock(hashtext('ledger_audited')) as mine",
  );
  return row?.mine ?? false;
}

export type Recount = {
  extent: "full" | "incremental";
  checkedAt: Instant;
  balanced: boolean;
  entries: number;
};

export async function keepRecount(sql: Sql, recount: Recount): Promise<void> {
  await sql.execute(
    `insert into ledger_recount as r (extent, checked_at, balanced, entries) values ($1, $2, $3, $4)
     on conflict (extent) do update
     set checked_at = excluded.checked_at, balanced = excluded.balanced, entries = excluded.entries
     where r.checked_at <= excluded.checked_at`,
    [recount.extent, toRfc3339(recount.checkedAt), recount.balanced, recount.entries],
  );
}

export async function readRecounts(sql: Sql): Promise<Recount[]> {
  const rows = await sql.query<{
    extent: Recount["extent"];
    checked_at: Instant;
    balanced: boolean;
    entries: number;
  }>("select extent, checked_at, balanced, entries::float8 as entries from ledger_recount");
  return rows.map(({ checked_at: checkedAt, ...row }) => ({ ...row, checkedAt }));
}
