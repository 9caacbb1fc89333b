import type { Sql, Transaction } from "../../platform/db/database.ts";

export async function readReferences(
  sql: Sql,
  { shopId, references }: { shopId: string; references: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await sql.query<{ reference: string; customerId: string }>(
    `select reference, customer_id as "customerId" from customer_reference
     where shop_id = $1 and reference = any($2)`,
    [shopId, references],
  );
  return new Map(rows.map((row) => [row.reference, row.customerId]));
}

export async function insertReference(
  sql: Transaction,
  { shopId, reference, customerId }: { shopId: string; reference: string; customerId: string },
): Promise<void> {
  await sql.execute(
    "insert into customer_reference (shop_id, reference, customer_id) values ($1, $2, $3)",
    [shopId, reference, customerId],
  );
}
