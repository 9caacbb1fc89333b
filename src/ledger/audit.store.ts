import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { negate, POINTS_MAXIMUM } from "../kernel/points.ts";
import { RECOUNT_SECONDS } from "../platform/db/bounds.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import { accountsWithTallies, placedAccounts, tallied } from "./audit-places.store.ts";
import type { Extent, UnitSums } from "./audit-questions.store.ts";
import { TALLY_ROWS } from "./tally.store.ts";

/**
 * From now on this transaction sees one moment of the books, however long the recount takes, or the
 * moment that another transaction sees.
 */
export async function takeSnapshot(sql: Transaction, snapshot?: string): Promise<void> {
  await sql.execute("set transaction isolation level repeatable read");
  if (snapshot !== undefined) await sql.execute(`set transaction snapshot '${snapshot}'`);
}

/**
 * Whole buckets want few passes over whole tables and hashes that fit into memory. Left alone, the
 * planner takes the keys' order for a merge where it can, which reads every row from another page:
 * measured, three times the time.
 */
export const preferFullScans = (sql: Transaction) =>
  choosePlans(sql, {
    ...RECOUNT_SETTINGS,
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
export const preferIndexes = (sql: Transaction) =>
  choosePlans(sql, {
    ...RECOUNT_SETTINGS,
    enable_seqscan: "on",
    enable_hashjoin: "on",
    enable_mergejoin: "on",
    enable_nestloop: "on",
    enable_indexscan: "on",
    enable_indexonlyscan: "on",
    enable_bitmapscan: "on",
    enable_sort: "on",
  });

const RECOUNT_SETTINGS = {
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
export async function exportSnapshot(sql: Transaction): Promise<string> {
  const [row] = await sql.query<{ snapshot: string }>("select pg_export_snapshot() as snapshot");
  return row?.snapshot ?? "";
}

/** About how many entries there are, from the size of the table: a posting with two takes 400 bytes. */
export async function estimateEntries(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    "select 2 * pg_relation_size('ledger_posting') / 400.0::float8 as count",
  );
  return row?.count ?? 0;
}

/** All that was ever written in these buckets. */
export function rangeExtent({ first, last }: { first: number; last: number }): Extent {
  return wholeBuckets("bucket between $1 and $2", [first, last]);
}

/** The same of buckets that are not one after another. */
export function bucketsExtent(buckets: readonly number[]): Extent {
  return wholeBuckets("bucket = any ($1::smallint[])", [buckets]);
}

function wholeBuckets(condition: string, parameters: Extent["parameters"]): Extent {
  return {
    parameters,
    relations: `
  ${placedAccounts(`select *, 0::bigint as start_version, 0::bigint as start_balance, null::uuid as start_posting
    from (${accountsWithTallies(condition)}) a`)},
  posting as not materialized (select * from ledger_posting where ${condition}),
  referred as not materialized (select * from ledger_posting where ${condition}),
  entry as not materialized (select * from ledger_entry where ${condition}),
  brought as not materialized (select * from ledger_entry where ${condition}),
  lot as not materialized (select * from ledger_lot where ${condition}),
  use as not materialized (select * from ledger_lot_use where ${condition})`,
  };
}

/** An account that is not as the last checkpoint left it, and how it was then; zero when it is new. */
export type Moved = { bucket: number; id: string; version: bigint; balance: bigint };

/**
 * All that was written to these accounts since then: their histories are read back from the last posting
 * to the version that the checkpoint saw. Accounts that are tallied are told by what they are only.
 */
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
  history as materialized (
    with recursive walked as (
      select m.bucket, m.id as account_id, a.last_posting as posting_id, m.start_version
      from moved m join ledger_account a on a.bucket = m.bucket and a.id = m.id
      where a.version > m.start_version
      union all
      select w.bucket, w.account_id, p.priors[array_position(p.accounts, w.account_id)], w.start_version
      from walked w join ledger_posting p on p.bucket = w.bucket and p.id = w.posting_id
      where p.versions[array_position(p.accounts, w.account_id)] > w.start_version + 1)
    select * from walked),
  posting as materialized (
    select p.* from (select distinct bucket, posting_id from history) h cross join lateral (
      select * from ledger_posting p where p.bucket = h.bucket and p.id = h.posting_id offset 0) p),
  entry as materialized (
    select p.bucket, e.account_id, e.version, p.id as posting_id, e.amount, e.balance_after, e.prior
    from posting p
    cross join lateral unnest(p.accounts, p.amounts, p.versions, p.balances, p.priors)
      as e (account_id, amount, version, balance_after, prior)),
  ${placedAccounts(`
    select a.bucket, a.id, a.unit, a.owner, a.role, a.floor, a.balance, a.version, a.last_posting, a.lots,
      a.lot_sources, a.next_expiry, a.next_maturity, m.start_version, m.start_balance,
      (select p.priors[array_position(p.accounts, m.id)] from posting p
       where p.bucket = m.bucket and p.versions[array_position(p.accounts, m.id)] = m.start_version + 1) as start_posting
    from moved m left join ledger_account a on a.bucket = m.bucket and a.id = m.id
    union all
    select o.bucket, o.id, o.unit, o.owner, o.role, o.floor, null, null, null, null, null, null, null,
      null, null, null
    from (select distinct bucket, account_id from entry where version is null) e
    cross join lateral (
      select bucket, id, unit, owner, role, floor from ledger_account a
      where a.bucket = e.bucket and a.id = e.account_id
      union
      select bucket, id, unit, owner, role, null from (${tallied("bucket is not null")}) t
      where t.bucket = e.bucket and t.id = e.account_id) o`)},
  referred as materialized (
    select r.* from posting p cross join lateral (
      select * from ledger_posting r where r.bucket = p.bucket and r.id = p.refers_to offset 0) r),
  use as materialized (
    select p.bucket, p.id as posting_id, p.accounts[p.uses[5 * n - 4]] as account_id,
      ledger_moment(p.uses[5 * n - 2]) as expires_at, p.uses[5 * n - 3] as lot, p.uses[5 * n - 1] as amount,
      p.uses[5 * n] as lot_amount, p.use_sources[n] as source
    from posting p cross join lateral generate_series(1, cardinality(p.use_sources)) as n),
  lot as materialized (
    select l.* from moved m cross join lateral (
      select * from ledger_lot l where l.bucket = m.bucket and l.account_id = m.id offset 0) l),
  brought as materialized (
    select p.bucket, e.account_id, e.version, p.id as posting_id, e.amount, e.balance_after
    from lot l
    join ledger_posting p on p.bucket = l.bucket and p.id = l.posting_id
    cross join lateral unnest(p.accounts, p.amounts, p.versions, p.balances)
      as e (account_id, amount, version, balance_after)
    where e.account_id = l.account_id and e.version = l.lot)`,
  };
}

/** Accounts whose version or balance is not what the last checkpoint kept, or that are gone since. */
export function readMoved(sql: Sql): Promise<Moved[]> {
  return sql.query<Moved>(
    `select coalesce(a.bucket, g.bucket) as bucket, coalesce(a.id, g.account_id) as id,
       coalesce(g.version, 0) as version, coalesce(g.balance, 0) as balance
     from (select * from ledger_account where not ledger_is_tallied(role)) a
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
     from (
       select bucket, unit, role, balance, version from ledger_account
       union all
       select t.bucket, t.unit, t.role, t.amount, 0 from ${TALLY_ROWS}) a
     where bucket = any ($1::smallint[]) group by unit order by unit`,
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

/** The accounts as this transaction sees them become the last checkpoint. Rows that are so are left alone. */
export async function saveCheckpoint(sql: Transaction): Promise<void> {
  await sql.execute(
    `insert into ledger_audited as g (bucket, account_id, version, balance)
     select a.bucket, a.id, a.version, a.balance
     from ledger_account a left join ledger_audited g on g.bucket = a.bucket and g.account_id = a.id
     where not ledger_is_tallied(a.role)
       and (a.version is distinct from g.version or a.balance is distinct from g.balance)
     order by a.bucket, a.id
     on conflict (bucket, account_id)
     do update set version = excluded.version, balance = excluded.balance`,
  );
}

/** Whether any recount has found the books right. */
export async function hasCheckpoint(sql: Sql): Promise<boolean> {
  const [row] = await sql.query<{ exists: boolean }>(
    "select exists (select from ledger_audited) as exists",
  );
  return row?.exists ?? false;
}

/** Of several recounts at once, on however many servers, one keeps the checkpoint. */
export async function maySaveCheckpoint(sql: Transaction): Promise<boolean> {
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
