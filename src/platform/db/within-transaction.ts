import type { Database, Transaction } from "./database.ts";

/**
 * An open transaction in the place of a database: statements run in it, and a transaction opened
 * within it becomes a savepoint, so that a refusal or a failure takes back its own work only. For use
 * cases that open their own transaction and now have to commit together with an idempotency record.
 */
export function withinTransaction(sql: Transaction): Database {
  const nested = <Value>(work: (sql: Transaction) => Promise<Value>) => atSavepoint(sql, work);
  return {
    query: (text, parameters) => sql.query(text, parameters),
    execute: (text, parameters) => sql.execute(text, parameters),
    transaction: nested,
    posting: nested,
    inOneFlight: nested,
    lookUps: sql,
    background: {
      query: (text, parameters) => sql.query(text, parameters),
      execute: (text, parameters) => sql.execute(text, parameters),
      transaction: nested,
      // The transaction is of a request, which ends by its own bound.
      interrupt: () => undefined,
    },
    close: async () => undefined,
  };
}

/**
 * Runs `work` so that its refusal or failure takes back what it did, and nothing else. The savepoint travels
 * with its first statements, and its end with what follows.
 */
export async function atSavepoint<Value>(
  sql: Transaction,
  work: (sql: Transaction) => Promise<Value>,
): Promise<Value> {
  try {
    const [, value] = await Promise.all([sql.execute("savepoint use_case"), work(sql)]);
    const isRefused = (value as { ok?: boolean } | undefined)?.ok === false;
    sql.later(`${isRefused ? "rollback to" : "release"} savepoint use_case`);
    return value;
  } catch (error) {
    // The connection may be gone; the first failure is the one to report.
    await sql.execute("rollback to savepoint use_case").catch(() => undefined);
    throw error;
  }
}
