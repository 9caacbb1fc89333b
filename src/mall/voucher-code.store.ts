import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";

// Whoever changes a product's codes has locked the product, so that its stock stays their number.

/** Adds codes that the product does not have yet, used ones included; answers how many were new. */
export async function insertCodes(
  sql: Transaction,
  { productId, codes, at }: { productId: string; codes: readonly string[]; at: Instant },
): Promise<number> {
  return sql.execute(
    `insert into mall_voucher_code (product_id, code, added_at)
     select $1, code, $3 from unnest($2::text[]) as code on conflict do nothing`,
    [productId, codes, toRfc3339(at)],
  );
}

/** Gives the oldest unused codes to an order; answers how many there were. */
export async function claimCodes(
  sql: Transaction,
  claim: { productId: string; orderId: string; line: number; quantity: number },
): Promise<number> {
  return sql.execute(
    `update mall_voucher_code set order_id = $2, line = $3
     where product_id = $1 and code in (
       select code from mall_voucher_code where product_id = $1 and order_id is null
       order by added_at, code limit $4)`,
    [claim.productId, claim.orderId, claim.line, claim.quantity],
  );
}

/** Takes back what cancelled orders had been given and nobody has seen. */
export function releaseCodes(sql: Transaction, orderIds: readonly string[]): void {
  sql.later("update mall_voucher_code set order_id = null, line = null where order_id = any($1)", [
    orderIds,
  ]);
}

/** The codes of each order, in the order of its lines. */
export async function readCodes(
  sql: Sql,
  orderIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await sql.query<{ orderId: string; codes: string[] }>(
    `select order_id as "orderId", array_agg(code order by line, added_at, code) as codes
     from mall_voucher_code where order_id = any($1) group by order_id`,
    [orderIds],
  );
  return new Map(rows.map((row) => [row.orderId, row.codes]));
}
