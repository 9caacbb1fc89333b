import type { Sql } from "../../src/platform/db/database.ts";

/** Backends that serve other clients: those of the servers under simulation. */
export async function readServerPids(sql: Sql): Promise<number[]> {
  const rows = await sql.query<{ pid: number }>(
    `select pid from pg_stat_activity
     where backend_type = 'client backend' and pid <> pg_backend_pid() and datname = current_database()
     order by backend_start desc`,
  );
  return rows.map(({ pid }) => pid);
}
