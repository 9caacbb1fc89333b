import { bucketOf } from "../kernel/bucket.ts";
import { addSeconds, type Day, type Instant, toRfc3339 } from "../kernel/clock.ts";
import { groupBy } from "../kernel/group-by.ts";
import { firstId } from "../kernel/ids.ts";
import { type Points, points } from "../kernel/points.ts";
import { AWARDED, type NamedAward } from "../ledger/index.ts";
import { binaryBytes, binaryTexts } from "../platform/db/array-binary.ts";
import type { Parameter, Sql, Transaction } from "../platform/db/database.ts";
import type { FrozenRule } from "./decide-award.ts";
import type { PostedReceipt } from "./decide-receipt.ts";
import { CLOCK_SKEW_SECONDS } from "./decide-sale.ts";

export type Receipt = { readonly shopId: string; readonly receiptNumber: string };

/** Where a sale lies: in the bucket of its number. */
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
  readonly createdAt: Instant;
  readonly by: string;
  /** A hash of the request. */
  readonly fingerprint: Buffer;
  /** The day with which its number is unique; null where it is unique by itself. */
  readonly receiptDay: Day | null;
  /** As JSON, like the lines and the answer. */
  readonly rules: string;
  readonly lines: string;
  readonly answer: string;
};

/** A line as JSON keeps it, with what competed for it. */
export type KeptLine = {
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly points: number;
  readonly ruleIds: readonly string[];
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
    `select s.bucket, s.id, s.shop_id as "shopId", s.receipt_number as "receiptNumber", s.fingerprint,
       nullif(s.receipt_day, 'infinity') as day, s.sold_at as "soldAt", s.answer
     from unnest($1::smallint[], $2::text[], $3::text[], $4::date[])
       as wanted (bucket, shop_id, receipt_number, from_day)
     join sale s on s.bucket = wanted.bucket and s.shop_id = wanted.shop_id
       and s.receipt_number = wanted.receipt_number and s.receipt_day >= wanted.from_day
     order by s.bucket, s.shop_id, s.receipt_number, s.receipt_day desc`,
    [
      receipts.map(receiptBucket),
      receipts.map(({ shopId }) => shopId),
      receipts.map(({ receiptNumber }) => receiptNumber),
      receipts.map(({ fromDay }) => fromDay),
    ],
  );
  return groupBy(rows, receiptName);
}

/** The first answers of these sales, by id. */
export async function readAnswers(
  sql: Sql,
  sales: readonly SalePlace[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.query<{ id: string; answer: string }>(
    `select s.id, s.answer from unnest($1::smallint[], $2::text[]) as wanted (bucket, id)
     join sale s on s.bucket = wanted.bucket and s.id = wanted.id`,
    [sales.map(({ bucket }) => bucket), sales.map(({ id }) => id)],
  );
  return new Map(rows.map(({ id, answer }) => [id, answer]));
}

export function receiptName({ shopId, receiptNumber }: Receipt): string {
  return `${shopId} ${receiptNumber}`;
}

/** A sale's bucket hangs on its number alone: who the customer is must not make the number free again. */
export function receiptBucket(receipt: Receipt): number {
  return bucketOf(receiptName(receipt));
}

/** Writes sales. Fails on a number (23505) when another transaction has used it meanwhile. */
export function insertSales(sql: Transaction, sales: readonly NewSaleRow[]): void {
  if (sales.length === 0) return;
  sql.later(
    `${INSERT_SALES} order by bucket, shop_id, receipt_number, receipt_day`,
    columnsOf(sales),
  );
}

/** A sale whose award travels with it; its answer lacks the balance and the name. */
export type AwardedSale = { readonly award: NamedAward; readonly row: NewSaleRow };

/**
 * Writes those of the sales whose award was carried out just before, with the balance appended to the
 * beginning of the answer that their row has. Answers the whole answers, by the sale's id.
 */
export async function insertAwardedSales(
  sql: Sql,
  sales: readonly AwardedSale[],
  displayNameSql: (id: string) => string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.query<{ id: string; answer: string }>(
    insertAwarded(displayNameSql("s.customer_id")),
    [
      ...columnsOf(sales.map(({ row }) => row)),
      sales.map(({ award }) => award.bucket),
      sales.map(({ award }) => award.available),
      sales.map(({ award }) => award.pending),
      sales.map(({ award }) => award.maturesAt !== null),
      sales.map(({ award }) => award.postingId),
    ],
  );
  return new Map(rows.map(({ id, answer }) => [id, answer]));
}

function columnsOf(sales: readonly NewSaleRow[]): Parameter[] {
  return [
    sales.map((sale) => sale.bucket),
    sales.map((sale) => sale.id),
    sales.map((sale) => sale.shopId),
    sales.map((sale) => sale.receiptNumber),
    sales.map((sale) => sale.receiptDay ?? ONCE_FOR_GOOD),
    binaryBytes(sales.map((sale) => sale.fingerprint)),
    sales.map((sale) => sale.customerId),
    sales.map((sale) => toRfc3339(sale.soldAt)),
    sales.map((sale) => toRfc3339(sale.createdAt)),
    sales.map((sale) => sale.by),
    sales.map((sale) => sale.amount),
    sales.map((sale) => sale.points),
    binaryTexts(sales.map((sale) => sale.rules)),
    binaryTexts(sales.map((sale) => sale.lines)),
    binaryTexts(sales.map((sale) => sale.answer)),
  ];
}

/** The day of a number that is unique by itself: PostgreSQL's infinity, so that it follows all days. */
const ONCE_FOR_GOOD = "infinity";

const COLUMNS = `bucket, id, shop_id, receipt_number, receipt_day, fingerprint, customer_id, sold_at,
    created_at, created_by, amount, points, rules, lines, answer`;
const COLUMN_ARRAYS = `$1::smallint[], $2::text[], $3::text[], $4::text[], $5::date[], $6::bytea[],
    $7::text[], $8::timestamptz[], $9::timestamptz[], $10::text[], $11::bigint[], $12::bigint[],
    $13::text[], $14::text[], $15::text[]`;
const INSERT = `insert into sale (${COLUMNS}, counts_together)
  select s.bucket, s.id, shop_id, receipt_number, receipt_day, fingerprint, customer_id, sold_at,
    created_at, created_by, amount, points, rules::jsonb, lines::jsonb`;

const INSERT_SALES = `${INSERT}, answer, true from unnest(${COLUMN_ARRAYS}) as s (${COLUMNS})`;

/** A customer without a name is none: the answer is null then, and the statement fails. */
function insertAwarded(displayName: string): string {
  return `${INSERT},
    left(s.answer, -1) || ',"balance":{"available":' || ${AWARDED.available("s")}
      || ',"pending":' || ${AWARDED.pending("s")}
      || '},"customerName":' || to_json(${displayName})::text || '}', true
  from unnest(${COLUMN_ARRAYS}, $16::smallint[], $17::uuid[], $18::uuid[], $19::boolean[], $20::uuid[])
    as s (${COLUMNS}, holder_bucket, available, pending, is_pending, posting)
  ${AWARDED.join("s")}
  returning id, answer`;
}

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
    `select ${SALE_COLUMNS} from generate_series(0, 63) as of_bucket
     join sale on bucket = of_bucket and id = $1 where customer_id = $2`,
    [saleId, customerId],
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
           where bucket = $1 and shop_id = $2 and receipt_number = $3
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

/** How many sales were made since then, and the points they gave. */
export async function countSales(
  sql: Sql,
  { shopId, since }: { shopId: string; since: Instant },
): Promise<{ sales: number; points: Points }> {
  const [row] = await sql.query<{ sales: bigint; points: bigint }>(
    `select count(*) as sales, coalesce(sum(points), 0) as points from sale
     where shop_id = $1 and id >= $2 and sold_at >= $3`,
    [shopId, firstIdOf(since), toRfc3339(since)],
  );
  return { sales: Number(row?.sales ?? 0n), points: points(row?.points ?? 0n) };
}

/** No sale that was made at that moment or later has an id before this one: none is dated further ahead. */
function firstIdOf(soldAt: Instant): string {
  return firstId("sale", addSeconds(soldAt, -CLOCK_SKEW_SECONDS));
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
