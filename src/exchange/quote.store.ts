import { bucketOf } from "../kernel/bucket.ts";
import { type Day, type Instant, toRfc3339 } from "../kernel/clock.ts";
import { points } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Quote } from "./decide-conversion.ts";

type OfCustomer = { customerId: string; quoteId: string };

type Row = {
  id: string;
  customer_id: string;
  shop_id: string;
  ratio_version: number;
  points_asked: bigint;
  points_taken: bigint;
  points_given: bigint;
  fee: bigint;
  cost_fen: bigint;
  minimum_points: bigint;
  daily_cap_points: bigint | null;
  mall_points_expire_on: Day;
  created_at: Instant;
  expires_at: Instant;
  used_at: Instant | null;
};

const COLUMNS = `id, customer_id, shop_id, ratio_version, points_asked, points_taken, points_given,
  fee, cost_fen, minimum_points, daily_cap_points, mall_points_expire_on, created_at, expires_at,
  used_at`;

export async function insertQuote(sql: Sql, quote: Quote): Promise<void> {
  await sql.execute(
    `insert into conversion_quote (bucket, ${COLUMNS})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      bucketOf(quote.customerId),
      quote.id,
      quote.customerId,
      quote.shopId,
      quote.ratioVersion,
      quote.asked,
      quote.taken,
      quote.given,
      quote.fee,
      quote.cost,
      quote.minimumPoints,
      quote.dailyCapPoints,
      quote.mallPointsExpireOn,
      toRfc3339(quote.createdAt),
      toRfc3339(quote.expiresAt),
      quote.usedAt && toRfc3339(quote.usedAt),
    ],
  );
}

/**
 * The customer's quote, kept from others until the transaction ends, so that two confirmations of
 * one quote go one after the other. Null for a quote of somebody else too.
 */
export async function lockQuote(
  sql: Transaction,
  { customerId, quoteId }: OfCustomer,
): Promise<Quote | null> {
  const [row] = await sql.query<Row>(
    `select ${COLUMNS} from conversion_quote
     where bucket = $1 and id = $2 and customer_id = $3 for no key update`,
    [bucketOf(customerId), quoteId, customerId],
  );
  return row ? toQuote(row) : null;
}

export async function markQuoteUsed(
  sql: Transaction,
  { customerId, quoteId }: OfCustomer,
  at: Instant,
): Promise<void> {
  await sql.execute("update conversion_quote set used_at = $3 where bucket = $1 and id = $2", [
    bucketOf(customerId),
    quoteId,
    toRfc3339(at),
  ]);
}

function toQuote(row: Row): Quote {
  return {
    id: row.id,
    customerId: row.customer_id,
    shopId: row.shop_id,
    ratioVersion: row.ratio_version,
    asked: points(row.points_asked),
    taken: points(row.points_taken),
    given: points(row.points_given),
    fee: points(row.fee),
    cost: points(row.cost_fen),
    minimumPoints: points(row.minimum_points),
    dailyCapPoints: row.daily_cap_points === null ? null : points(row.daily_cap_points),
    mallPointsExpireOn: row.mall_points_expire_on,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  };
}
