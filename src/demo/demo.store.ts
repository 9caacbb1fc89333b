import type { Sql, Transaction } from "../platform/db/database.ts";

/** Any number will do, as long as nothing else of ours takes the same advisory lock. */
const DEMO_LOCK = 7_266_383;

/** One server builds the town; others that start meanwhile wait for this transaction to end. */
export async function lockTown(sql: Transaction, seconds: number): Promise<void> {
  await sql.execute(
    `select set_config(name, $1, true) from unnest(array['statement_timeout', 'lock_timeout',
       'idle_in_transaction_session_timeout']) as bound (name)`,
    [`${seconds}s`],
  );
  await sql.execute("select pg_advisory_xact_lock($1)", [DEMO_LOCK]);
}

export type TownState = "undecided" | "building" | "built" | "none";

export async function readTownState(sql: Sql): Promise<TownState> {
  const [row] = await sql.query<{ value: TownState }>(
    "select value from deployment_fact where name = 'demo_town'",
  );
  return row?.value ?? "undecided";
}

export async function writeTownState(sql: Sql, state: TownState): Promise<void> {
  await sql.execute(
    `insert into deployment_fact (name, value) values ('demo_town', $1)
     on conflict (name) do update set value = excluded.value`,
    [state],
  );
}
