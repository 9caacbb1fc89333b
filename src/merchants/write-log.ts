import type { Transaction } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import { insertLogEntry, type LogEntry } from "./operator-log.store.ts";

/** Keeps what the operator did, in the transaction that does it. */
export function writeLog(
  deps: Pick<Deps, "ids">,
  sql: Transaction,
  entry: Omit<LogEntry, "id">,
): Promise<void> {
  return insertLogEntry(sql, { id: deps.ids.next("logEntry"), ...entry });
}
