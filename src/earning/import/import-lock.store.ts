import type { Transaction } from "../../platform/db/database.ts";

/**
 * Two imports into one shop take turns where they look for something and create it when it is not
 * there. Held until the transaction ends.
 */
export async function lockImport(sql: Transaction, shopId: string): Promise<void> {
  await sql.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`import ${shopId}`]);
}
