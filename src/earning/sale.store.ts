import { bucketOf } from "../kernel/bucket.ts";
import { type Day, type Instant, toRfc3339 } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import { binaryBytes, binaryTexts } from "../platform/db/array-binary.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { FrozenRule } from "./decide-award.ts";
import type { PostedReceipt } from "./decide-receipt.ts";

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
  /** Whether lines of one product counted together; on older receipts each counted by itself. */
  readonly countsTogether: boolean;
};

export type NewSaleRow = Omit<Sale, "refundedPoints" | "rules" | "countsTogether"> & {
  readonly lines: readonly Omit<SaleLine, "refundedQuantity">[];
  readonly createdAt: Instant;
  readonly by: string;
  /** A hash of the request. */
  readonly fingerprint: Buffer;
  /** The day with which its number is unique; null where it is unique by itself. */
  readonly receiptDay: Day | null;
  /** As JSON, like the answer. */
  readonly rules: string;
  readonly answer: string;
};

/**
 * What was posted under these numbers, by `receiptName`, newest first: what counts once for good, and
 * what counts on that day or later. Numbers that are free are missing.
 */
export async function readReceipts(
  sql: Sql,
  receipts: readonly (Receipt & { readonly fromDay: Day })[],
): Promise<ReadonlyMap<string, readonly PostedReceipt[]>> {
  const rows = await sql.query<Receipt & PostedReceipt>(
    // The sale by subqueries: as a join, a plan made for empty tables reads every sale.
    `select r.shop_id as "shopId", r.receipt_number as "receiptNumber", r.fingerprint,
       nullif(r.day, 'infinity') as day,
       (select sold_at from sale s where s.bucket = r.sale_bucket and s.id = r.sale_id) as "soldAt",
       (select answer from sale s where s.bucket = r.sale_bucket and s.id = r.sale_id) as answer
     from unnest($1::smallint[], $2::text[], $3::text[], $4::date[])
       as wanted (bucket, shop_id, receipt_number, from_day)
     join sale_receipt r on r.bucket = wanted.bucket and r.shop_id = wanted.shop_id
       and r.receipt_number = wanted.receipt_number and r.day >= wanted.from_day
     order by r.bucket, r.shop_id, r.receipt_number, r.day desc`,
    [
      receipts.map(receiptBucket),
      receipts.map(({ shopId }) => shopId),
      receipts.map(({ receiptNumber }) => receiptNumber),
      receipts.map(({ fromDay }) => fromDay),
    ],
  );
  const posted = new Map<string, PostedReceipt[]>();
  for (const row of rows) {
    const name = receiptName(row);
    const others = posted.get(name);
    if (others) others.push(row);
    else posted.set(name, [row]);
  }
  return posted;
}

export function receiptName({ shopId, receiptNumber }: Receipt): string {
  return `${shopId} ${receiptNumber}`;
}

/** The number's bucket hangs on the number alone: who the customer is must not make it free again. */
function receiptBucket(receipt: Receipt): number {
  return bucketOf(receiptName(receipt));
}

/**
 * Writes sales with their numbers and lines in one statement. Fails on the number (23505) when
 * another transaction has used one of them meanwhile.
 */
export function insertSales(sql: Transaction, sales: readonly NewSaleRow[]): void {
  const lines = sales.flatMap(({ bucket, id, lines: ofSale }) =>
    ofSale.map((line) => ({ bucket, saleId: id, line })),
  );
  sql.later(INSERT_SALES, [
    sales.map(receiptBucket),
    sales.map((sale) => sale.shopId),
    sales.map((sale) => sale.receiptNumber),
    binaryBytes(sales.map((sale) => sale.fingerprint)),
    sales.map((sale) => sale.bucket),
    sales.map((sale) => sale.id),
    sales.map((sale) => sale.customerId),
    sales.map((sale) => toRfc3339(sale.soldAt)),
    sales.map((sale) => toRfc3339(sale.createdAt)),
    sales.map((sale) => sale.by),
    sales.map((sale) => sale.amount),
    sales.map((sale) => sale.points),
    binaryTexts(sales.map((sale) => sale.rules)),
    binaryTexts(sales.map((sale) => sale.answer)),
    lines.map(({ bucket }) => bucket),
    lines.map(({ saleId }) => saleId),
    lines.map(({ line }) => line.line),
    lines.map(({ line }) => line.productId),
    lines.map(({ line }) => line.name),
    lines.map(({ line }) => line.quantity),
    lines.map(({ line }) => line.unitPrice),
    lines.map(({ line }) => line.points),
    lines.map(({ line }) => `{${line.ruleIds.join(",")}}`),
    sales.map((sale) => sale.receiptDay ?? ONCE_FOR_GOOD),
  ]);
}

/** The day of a number that is unique by itself: PostgreSQL's infinity, so that it follows all days. */
const ONCE_FOR_GOOD = "infinity";

// Lists of rule ids differ in length, and PostgreSQL has no ragged arrays: they travel as the text of
// an array each; an id has nothing that such a text would quote.
const INSERT_SALES = `
with
  claim_numbers as (
    insert into sale_receipt
      (bucket, shop_id, receipt_number, fingerprint, sale_bucket, sale_id, day)
    select * from unnest($1::smallint[], $2::text[], $3::text[], $4::bytea[], $5::smallint[],
      $6::text[], $24::date[]) as claimed (bucket, shop_id, receipt_number, f, s, i, day)
    order by bucket, shop_id, receipt_number, day),
  insert_lines as (
    insert into sale_line
      (bucket, sale_id, line, product_id, name, quantity, unit_price, points, rule_ids)
    select bucket, sale_id, line, product_id, name, quantity, unit_price, points, rule_ids::text[]
    from unnest($15::smallint[], $16::text[], $17::int[], $18::text[], $19::text[], $20::int[],
      $21::bigint[], $22::bigint[], $23::text[])
      as l (bucket, sale_id, line, product_id, name, quantity, unit_price, points, rule_ids))
insert into sale (bucket, id, shop_id, receipt_number, customer_id, sold_at, created_at, created_by,
  amount, points, rules, answer, counts_together)
select bucket, id, shop_id, receipt_number, customer_id, sold_at, created_at, created_by, amount,
  points, rules::jsonb, answer, true
from unnest($2::text[], $3::text[], $5::smallint[], $6::text[], $7::text[], $8::timestamptz[],
  $9::timestamptz[], $10::text[], $11::bigint[], $12::bigint[], $13::text[], $14::text[])
  as s (shop_id, receipt_number, bucket, id, customer_id, sold_at, created_at, created_by, amount,
    points, rules, answer)`;

const SALE_COLUMNS = `bucket, id, shop_id as "shopId", receipt_number as "receiptNumber",
  customer_id as "customerId", sold_at as "soldAt", amount, points,
  refunded_points as "refundedPoints", rules, counts_together as "countsTogether"`;

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

/** Newest first, from after the id `before`. A number may be on several receipts, each of its day. */
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
             where bucket = $1 and shop_id = $2 and receipt_number = $3)
             and ($4::text is null or id < $4) order by id desc limit $5`,
          [receiptBucket({ shopId, receiptNumber }), shopId, receiptNumber, before, limit],
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
