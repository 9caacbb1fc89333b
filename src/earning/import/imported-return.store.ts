import { type Instant, toRfc3339 } from "../../kernel/clock.ts";
import { type Points, points } from "../../kernel/points.ts";
import { barcodeKey } from "../../kernel/text/barcode.ts";
import type { Sql, Transaction } from "../../platform/db/database.ts";

/** The points a return line took when it was imported; null when it never was. */
export async function readImportedReturn(
  sql: Sql,
  { shopId, key }: { shopId: string; key: string },
): Promise<Points | null> {
  const [row] = await sql.query<{ points: bigint }>(
    "select points from imported_return where shop_id = $1 and key = $2",
    [shopId, key],
  );
  return row ? points(row.points) : null;
}

export async function insertImportedReturn(
  sql: Transaction,
  row: { shopId: string; key: string; points: Points; at: Instant },
): Promise<void> {
  await sql.execute(
    "insert into imported_return (shop_id, key, points, created_at) values ($1, $2, $3, $4)",
    [row.shopId, row.key, row.points, toRfc3339(row.at)],
  );
}

/** A line of a receipt of which something is left to return. */
export type ReturnableLine = {
  readonly saleId: string;
  readonly line: number;
  readonly left: number;
};

/**
 * Where a return may come from: lines with the product on earlier receipts of the customer in this
 * shop, those with the same price first, and the latest first.
 */
export async function findReturnable(
  sql: Sql,
  of: { shopId: string; customerId: string; barcode: string; price: Points; before: Instant },
): Promise<ReturnableLine[]> {
  return sql.query<ReturnableLine>(
    `select sale.id as "saleId", line, quantity - refunded_quantity as left
     from sale join sale_line on sale_line.bucket = sale.bucket and sale_line.sale_id = sale.id
     where sale.customer_id = $1 and sale.shop_id = $2 and sale.sold_at <= $3
       and quantity > refunded_quantity
       and product_id in (select id from shop_product where shop_id = $2 and barcode_key = $4)
     order by (unit_price = $5) desc, sold_at desc, sale.id desc, line`,
    [of.customerId, of.shopId, toRfc3339(of.before), barcodeKey(of.barcode), of.price],
  );
}
