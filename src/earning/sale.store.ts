import { bucketOf } from "../kernel/bucket.ts";
import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { FrozenRule } from "./decide-award.ts";

export type Receipt = { readonly shopId: string; readonly receiptNumber: string };

/** Where a sale lies: its own bucket is its customer's, or, without one, that of its id. */
export type SalePlace = { readonly bucket: number; readonly id: string };

export type SaleLine = {
  readonly line: number;
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
  readonly refundedQuantity: number;
  readonly unitPrice: Points;
  readonly points: Points;
  readonly ruleIds: readonly string[];
};

export type Sale = SalePlace & {
  readonly shopId: string;
  readonly receiptNumber: string;
  readonly customerId: string | null;
  readonly soldAt: Instant;
  readonly amount: Points;
  readonly points: Points;
  readonly refundedPoints: Points;
  readonly rules: Readonly<Record<string, Omit<FrozenRule, "id">>>;
};

export type NewSaleRow = Omit<Sale, "refundedPoints"> & {
  readonly lines: readonly Omit<SaleLine, "refundedQuantity">[];
  readonly createdAt: Instant;
  readonly by: string;
  readonly answer: string;
};

/**
 * Claims the receipt number for a sale; waits while another transaction claims it. False when it is
 * taken: `readReceipt` then tells by what.
 */
export async function claimReceipt(
  sql: Transaction,
  { shopId, receiptNumber }: Receipt,
  claim: { fingerprint: Buffer; sale: SalePlace },
): Promise<boolean> {
  const rows = await sql.execute(
    `insert into sale_receipt (bucket, shop_id, receipt_number, fingerprint, sale_bucket, sale_id)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [
      receiptBucket({ shopId, receiptNumber }),
      shopId,
      receiptNumber,
      claim.fingerprint,
      claim.sale.bucket,
      claim.sale.id,
    ],
  );
  return rows === 1;
}

/** The hash of what was posted under the number, and its first answer; null when it is free. */
export async function readReceipt(
  sql: Sql,
  { shopId, receiptNumber }: Receipt,
): Promise<{ fingerprint: Buffer; answer: string } | null> {
  const [row] = await sql.query<{ fingerprint: Buffer; bucket: number; id: string }>(
    `select fingerprint, sale_bucket as bucket, sale_id as id from sale_receipt
     where bucket = $1 and shop_id = $2 and receipt_number = $3`,
    [receiptBucket({ shopId, receiptNumber }), shopId, receiptNumber],
  );
  if (!row) return null;
  const [sale] = await sql.query<{ answer: string }>(
    "select answer from sale where bucket = $1 and id = $2",
    [row.bucket, row.id],
  );
  return sale ? { fingerprint: row.fingerprint, answer: sale.answer } : null;
}

/** The number's bucket hangs on the number alone: who the customer is must not make it free again. */
function receiptBucket({ shopId, receiptNumber }: Receipt): number {
  return bucketOf(`${shopId} ${receiptNumber}`);
}

export async function insertSale(sql: Transaction, sale: NewSaleRow): Promise<void> {
  await sql.execute(
    `insert into sale (bucket, id, shop_id, receipt_number, customer_id, sold_at, created_at,
       created_by, amount, points, rules, answer)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      sale.bucket,
      sale.id,
      sale.shopId,
      sale.receiptNumber,
      sale.customerId,
      toRfc3339(sale.soldAt),
      toRfc3339(sale.createdAt),
      sale.by,
      sale.amount,
      sale.points,
      JSON.stringify(sale.rules),
      sale.answer,
    ],
  );
  // Lists of rule ids differ in length, and PostgreSQL has no ragged arrays: they travel as JSON.
  await sql.execute(
    `insert into sale_line
       (bucket, sale_id, line, product_id, name, quantity, unit_price, points, rule_ids)
     select $1, $2, line, product_id, name, quantity, unit_price, points,
       array(select jsonb_array_elements_text(rule_ids))
     from unnest($3::int[], $4::text[], $5::text[], $6::int[], $7::bigint[], $8::bigint[], $9::jsonb[])
       as new (line, product_id, name, quantity, unit_price, points, rule_ids)`,
    [
      sale.bucket,
      sale.id,
      sale.lines.map((line) => line.line),
      sale.lines.map((line) => line.productId),
      sale.lines.map((line) => line.name),
      sale.lines.map((line) => line.quantity),
      sale.lines.map((line) => line.unitPrice),
      sale.lines.map((line) => line.points),
      sale.lines.map((line) => JSON.stringify(line.ruleIds)),
    ],
  );
}

const SALE_COLUMNS = `bucket, id, shop_id as "shopId", receipt_number as "receiptNumber",
  customer_id as "customerId", sold_at as "soldAt", amount, points,
  refunded_points as "refundedPoints", rules`;

/** A sale of that shop, locked until the transaction ends: two refunds of it take turns. */
export async function lockSale(
  sql: Transaction,
  { shopId, saleId }: { shopId: string; saleId: string },
): Promise<Sale | null> {
  const [row] = await sql.query<SaleRow>(
    `select ${SALE_COLUMNS} from sale where shop_id = $1 and id = $2 for update`,
    [shopId, saleId],
  );
  return row ? toSale(row) : null;
}

export async function readSaleOfShop(
  sql: Sql,
  { shopId, saleId }: { shopId: string; saleId: string },
): Promise<Sale | null> {
  const [row] = await sql.query<SaleRow>(
    `select ${SALE_COLUMNS} from sale where shop_id = $1 and id = $2`,
    [shopId, saleId],
  );
  return row ? toSale(row) : null;
}

export async function readSaleOfCustomer(
  sql: Sql,
  { customerId, saleId }: { customerId: string; saleId: string },
): Promise<Sale | null> {
  const [row] = await sql.query<SaleRow>(
    `select ${SALE_COLUMNS} from sale where bucket = $1 and id = $2 and customer_id = $3`,
    [bucketOf(customerId), saleId, customerId],
  );
  return row ? toSale(row) : null;
}

/** Newest first, from after the id `before`. */
export async function readSalesOfShop(
  sql: Sql,
  {
    shopId,
    receiptNumber,
    before,
    limit,
  }: { shopId: string; receiptNumber: string | null; before: string | null; limit: number },
): Promise<Sale[]> {
  const rows =
    receiptNumber === null
      ? await sql.query<SaleRow>(
          `select ${SALE_COLUMNS} from sale
           where shop_id = $1 and ($2::text is null or id < $2) order by id desc limit $3`,
          [shopId, before, limit],
        )
      : await sql.query<SaleRow>(
          `select ${SALE_COLUMNS} from sale
           where (bucket, id) in (select sale_bucket, sale_id from sale_receipt
             where bucket = $1 and shop_id = $2 and receipt_number = $3)`,
          [receiptBucket({ shopId, receiptNumber }), shopId, receiptNumber],
        );
  return rows.map(toSale);
}

/** The lines of these sales, by sale and line. */
export async function readLines(
  sql: Sql,
  sales: readonly SalePlace[],
): Promise<ReadonlyMap<string, SaleLine[]>> {
  const rows = await sql.query<LineRow>(
    `select sale_id as "saleId", line, product_id as "productId", name, quantity,
       refunded_quantity as "refundedQuantity", unit_price as "unitPrice", points,
       rule_ids as "ruleIds"
     from sale_line join unnest($1::smallint[], $2::text[]) as wanted (bucket, sale_id)
       using (bucket, sale_id)
     order by sale_id, line`,
    [sales.map((sale) => sale.bucket), sales.map((sale) => sale.id)],
  );
  const lines = new Map<string, SaleLine[]>(sales.map((sale) => [sale.id, []]));
  for (const { saleId, ...row } of rows) {
    const line = { ...row, unitPrice: points(row.unitPrice), points: points(row.points) };
    lines.get(saleId)?.push(line);
  }
  return lines;
}

/** How many sales were posted since then, and the points they gave. */
export async function countSales(
  sql: Sql,
  { shopId, since }: { shopId: string; since: Instant },
): Promise<{ sales: number; points: Points }> {
  const [row] = await sql.query<{ sales: bigint; points: bigint }>(
    `select count(*) as sales, coalesce(sum(points), 0) as points from sale
     where shop_id = $1 and sold_at >= $2`,
    [shopId, toRfc3339(since)],
  );
  return { sales: Number(row?.sales ?? 0n), points: points(row?.points ?? 0n) };
}

type SaleRow = Omit<Sale, "amount" | "points" | "refundedPoints"> & {
  amount: bigint;
  points: bigint;
  refundedPoints: bigint;
};
type LineRow = Omit<SaleLine, "unitPrice" | "points"> & {
  saleId: string;
  unitPrice: bigint;
  points: bigint;
};

function toSale(row: SaleRow): Sale {
  return {
    ...row,
    amount: points(row.amount),
    points: points(row.points),
    refundedPoints: points(row.refundedPoints),
  };
}
