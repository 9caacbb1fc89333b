import { type Bucket, bucketOf } from "../kernel/bucket.ts";
import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { points } from "../kernel/points.ts";
import type { NamedRows } from "../ledger/index.ts";
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
};

const COLUMNS = `id, customer_id, shop_id, ratio_version, points_asked, points_taken, points_given,
  fee, cost_fen, minimum_points, daily_cap_points, mall_points_expire_at, created_at, expires_at`;

export async function insertQuotes(sql: Sql, quotes: readonly Quote[]): Promise<void> {
  await sql.execute(
    `insert into conversion_quote (bucket, ${COLUMNS})
     select * from unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::integer[],
       $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[],
       $12::bigint[], $13::timestamptz[], $14::timestamptz[], $15::timestamptz[])`,
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
    ],
  );
}

export type WantedQuote = { readonly customerId: string; readonly quoteId: string };

/** Names the accounts that conversions of these quotes move: rows for `lockNamed` of the ledger. */
export function accountsOfQuotes(wanted: readonly WantedQuote[]): {
  customers: NamedRows;
  slices: NamedRows;
} {
  const parameters = columnsOf(wanted);
  const quotes = `unnest($1::smallint[], $2::text[], $3::text[]) as wanted (bucket, id, customer_id)
    join conversion_quote q using (bucket, id, customer_id)`;
  return {
    customers: {
      rows: `select q.bucket, named.unit, q.customer_id as owner, 'available' as role from ${quotes}
        cross join lateral (values (q.shop_id), ('mall')) as named (unit)`,
      parameters,
    },
    slices: {
      rows: `select q.bucket, 'money' as unit, q.shop_id as owner, 'pool' as role from ${quotes}
        where q.cost_fen > 0`,
      parameters,
    },
  };
}

/**
 * The quotes with these ids that are of these customers, and when they were used. A quote of somebody else
 * is absent. Asked when the customers' accounts are locked: two confirmations of one quote go one after
 * the other there.
 */
export async function readQuotes(
  sql: Transaction,
  wanted: readonly WantedQuote[],
): Promise<Quote[]> {
  const rows = await sql.query<Row & { used_at: Instant | null }>(
    `select distinct on (bucket, id) ${COLUMNS},
       (select c.at from conversion c where c.bucket = q.bucket and c.quote_id = q.id) as used_at
     from unnest($1::smallint[], $2::text[], $3::text[]) as wanted (bucket, id, customer_id)
     join conversion_quote q using (bucket, id, customer_id)
     order by bucket, id`,
    columnsOf(wanted),
  );
  return rows.map(toQuote);
}

function columnsOf(wanted: readonly WantedQuote[]) {
  return [
    wanted.map(({ customerId }) => bucketOf(customerId)),
    wanted.map(({ quoteId }) => quoteId),
    wanted.map(({ customerId }) => customerId),
  ] as const;
}

/** Deletes up to `limit` quotes of the bucket that expired before then; a conversion stays without its quote. */
export function deleteQuotesExpiredBefore(
  sql: Sql,
  { bucket, before, limit }: { bucket: Bucket; before: Instant; limit: number },
): Promise<number> {
  return sql.execute(
    `delete from conversion_quote where bucket = $1 and id = any(array(
       select id from conversion_quote
       where bucket = $1 and expires_at < $2
       order by expires_at limit $3 for update skip locked))`,
    [bucket, toRfc3339(before), limit],
  );
}

function toQuote(row: Row & { used_at: Instant | null }): Quote {
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
