import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";

export type CodePlace = { readonly bucket: number; readonly hash: Buffer };

/** Keeps a new code, and forgets those of the same customer that have expired. */
export async function insertCode(
  sql: Transaction,
  { bucket, hash }: CodePlace,
  code: { customerId: string; expiresAt: Instant; now: Instant },
): Promise<void> {
  await sql.execute(
    "delete from member_code where bucket = $1 and customer_id = $2 and expires_at <= $3",
    [bucket, code.customerId, toRfc3339(code.now)],
  );
  await sql.execute(
    "insert into member_code (bucket, code_hash, customer_id, expires_at) values ($1, $2, $3, $4)",
    [bucket, hash, code.customerId, toRfc3339(code.expiresAt)],
  );
}

/** Whose code it is, while it is good: not expired, not used. */
export async function findCode(
  sql: Sql,
  { bucket, hash }: CodePlace,
  { now }: { now: Instant },
): Promise<string | null> {
  const [row] = await sql.query<{ customerId: string }>(
    `select customer_id as "customerId" from member_code
     where bucket = $1 and code_hash = $2 and expires_at > $3 and used_for_sale_id is null`,
    [bucket, hash, toRfc3339(now)],
  );
  return row?.customerId ?? null;
}

/** Uses the code up for a sale. Of two sales at once one gets the customer, the other null. */
export async function takeCode(
  sql: Transaction,
  { bucket, hash }: CodePlace,
  { saleId, now }: { saleId: string; now: Instant },
): Promise<string | null> {
  const [row] = await sql.query<{ customerId: string }>(
    `update member_code set used_for_sale_id = $4
     where bucket = $1 and code_hash = $2 and expires_at > $3 and used_for_sale_id is null
     returning customer_id as "customerId"`,
    [bucket, hash, toRfc3339(now), saleId],
  );
  return row?.customerId ?? null;
}
