import { type Bucket, bucketOf } from "../kernel/bucket.ts";
import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { points } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Quote } from "./decide-conversion.ts";

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
  mall_points_expire_at: Instant;
  created_at: Instant;
  expires_at: Instant;
  used_at: Instant | null;
};

const COLUMNS = `id, customer_id, shop_id, ratio_version, points_asked, points_taken, points_given,
  fee, cost_fen, minimum_points, daily_cap_points, mall_points_expire_at, created_at, expires_at,
  used_at`;

export async function insertQuotes(sql: Sql, quotes: readonly Quote[]): Promise<void> {
  await sql.execute(
    `insert into conversion_quote (bucket, ${COLUMNS})
     select * from unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::integer[],
       $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[],
       $12::bigint[], $13::timestamptz[], $14::timestamptz[], $15::timestamptz[], $16::timestamptz[])`,
    [
      quotes.map((quote) => bucketOf(quote.customerId)),
      quotes.map((quote) => quote.id),
      quotes.map((quote) => quote.customerId),
      quotes.map((quote) => quote.shopId),
      quotes.map((quote) => quote.ratioVersion),
      quotes.map((quote) => quote.asked),
      quotes.map((quote) => quote.taken),
      quotes.map((quote) => quote.given),
      quotes.map((quote) => quote.fee),
      quotes.map((quote) => quote.cost),
      quotes.map((quote) => quote.minimumPoints),
      quotes.map((quote) => quote.dailyCapPoints),
      quotes.map((quote) => toRfc3339(quote.mallPointsExpireAt)),
      quotes.map((quote) => toRfc3339(quote.createdAt)),
      quotes.map((quote) => toRfc3339(quote.expiresAt)),
      quotes.map((quote) => quote.usedAt && toRfc3339(quote.usedAt)),
    ],
  );
}

/**
 * The quotes with these ids that are of these customers, kept from others until the transaction ends,
 * so that two confirmations of one quote go one after the other. A quote of somebody else is absent.
 */
export async function lockQuotes(
  sql: Transaction,
  wanted: readonly { customerId: string; quoteId: string }[],
): Promise<Quote[]> {
  const rows = await sql.query<Row>(
    `select ${COLUMNS}
     from (select distinct of_bucket, quote_id, owner
       from unnest($1::smallint[], $2::text[], $3::text[]) as w (of_bucket, quote_id, owner)) wanted
     join conversion_quote quote on bucket = of_bucket and id = quote_id and customer_id = owner
     order by bucket, id for no key update of quote`,
    [
      wanted.map(({ customerId }) => bucketOf(customerId)),
      wanted.map(({ quoteId }) => quoteId),
      wanted.map(({ customerId }) => customerId),
    ],
  );
  return rows.map(toQuote);
}

/** Deletes up to `limit` quotes of the bucket that expired before then and were never used. */
export function deleteQuotesExpiredBefore(
  sql: Sql,
  { bucket, before, limit }: { bucket: Bucket; before: Instant; limit: number },
): Promise<number> {
  return sql.execute(
    `delete from conversion_quote where bucket = $1 and id = any(array(
       select id from conversion_quote
       where bucket = $1 and expires_at < $2 and used_at is null
       order by expires_at limit $3 for update skip locked))`,
    [bucket, toRfc3339(before), limit],
  );
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
    mallPointsExpireAt: row.mall_points_expire_at,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  };
}
