import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { LogChange, OperatorAction } from "./contract.ts";

export type LogEntry = {
  readonly id: string;
  readonly at: Instant;
  readonly by: string;
  readonly action: OperatorAction;
  readonly about: string | null;
  readonly reason: string | null;
  readonly changes: readonly LogChange[];
};

export async function insertLogEntry(sql: Transaction, entry: LogEntry): Promise<void> {
  await sql.execute(
    `insert into operator_log (id, at, by, action, about, reason, changes)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      entry.id,
      toRfc3339(entry.at),
      entry.by,
      entry.action,
      entry.about,
      entry.reason,
      JSON.stringify(entry.changes),
    ],
  );
}

export type ListedLogEntry = LogEntry & { readonly aboutName: string | null };

/** Newest first; `before` is the last id of the page before. */
export async function listLogEntries(
  sql: Sql,
  { before, limit }: { before: string | null; limit: number },
): Promise<ListedLogEntry[]> {
  return sql.query<ListedLogEntry>(
    `select operator_log.id, at, by, action, about, merchant.name as "aboutName", reason, changes
     from operator_log left join merchant on merchant.id = operator_log.about
     where $1::text is null or operator_log.id < $1
     order by operator_log.id desc limit $2`,
    [before, limit],
  );
}
