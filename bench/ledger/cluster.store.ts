import type { Sql } from "../../src/platform/db/database.ts";

export async function createDatabase(sql: Sql, name: string): Promise<void> {
  await sql.execute(`create database ${name}`);
}

/** Statistics for the planner and no dead rows, as after a quiet night. */
export async function settle(sql: Sql): Promise<void> {
  await sql.execute("vacuum analyze");
  await sql.execute("checkpoint");
}

/** Bytes of log written since the cluster began. */
export async function walBytes(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ bytes: bigint }>(
    "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint as bytes",
  );
  return Number(row?.bytes ?? 0n);
}

/** Bytes on disk of the ledger's tables, their indexes included. */
export async function ledgerBytes(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ bytes: bigint }>(
    `select sum(pg_total_relation_size(oid))::bigint as bytes from pg_class
     where relkind = 'r' and relname like 'ledger\\_%'`,
  );
  return Number(row?.bytes ?? 0n);
}

export async function countDeadlocks(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ deadlocks: bigint }>(
    "select deadlocks from pg_stat_database where datname = current_database()",
  );
  return Number(row?.deadlocks ?? 0n);
}

/** Postings by kind, for the kinds that requests make. */
export async function countPostings(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql.query<{ kind: string; count: bigint }>(
    "select kind, count(*) as count from ledger_posting group by kind",
  );
  return new Map(rows.map(({ kind, count }) => [kind, Number(count)]));
}

/** Lots that have expired and are still there. */
export async function countDueLots(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: bigint }>(
    "select count(*) as count from ledger_lot where expires_at <= now()",
  );
  return Number(row?.count ?? 0n);
}

export async function runScript(sql: Sql, text: string): Promise<void> {
  await sql.execute(text);
}

/** What is wrong with the hand-written function's books; nothing when they balance. */
export async function countTransferFaults(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: bigint }>(
    `select count(*) as count
     from transfer_account a
     left join (select account_id, sum(amount) as amount, count(*) as entries
                from transfer_entry group by account_id) e on e.account_id = a.id
     where a.balance <> 1000000000 + coalesce(e.amount, 0) or a.version <> coalesce(e.entries, 0)`,
  );
  return Number(row?.count ?? 0n);
}

/** Every process of this PostgreSQL that works: connections, writers, checkpointer. */
export async function readProcessIds(sql: Sql): Promise<number[]> {
  const rows = await sql.query<{ pid: number }>("select pid from pg_stat_activity");
  return rows.map(({ pid }) => pid);
}

export async function countEntries(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: bigint }>("select count(*) as count from ledger_entry");
  return Number(row?.count ?? 0n);
}
