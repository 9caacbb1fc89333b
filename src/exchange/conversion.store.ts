import { bucketOf } from "../kernel/bucket.ts";
import { dayOf, type Instant, toRfc3339 } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Quote } from "./decide-conversion.ts";

type CustomerAtShop = { customerId: string; shopId: string; at: Instant };

/**
 * What the customer turned in at this shop on the day of `at`. Conversions of the pair wait here for
 * each other, so a cap that is checked against the answer holds until the transaction ends.
 */
export async function lockTakenToday(
  sql: Transaction,
  { customerId, shopId, at }: CustomerAtShop,
): Promise<Points> {
  const [row] = await sql.query<{ points_taken: bigint }>(
    `insert into conversion_day as today (bucket, customer_id, shop_id, day, points_taken)
     values ($1, $2, $3, $4, 0)
     on conflict (bucket, customer_id, shop_id, day)
       do update set points_taken = today.points_taken
     returning points_taken`,
    [bucketOf(customerId), customerId, shopId, dayOf(at)],
  );
  return points(row?.points_taken ?? 0n);
}

export async function addTakenToday(
  sql: Transaction,
  { customerId, shopId, at }: CustomerAtShop,
  taken: Points,
): Promise<void> {
  await sql.execute(
    `update conversion_day set points_taken = points_taken + $5
     where bucket = $1 and customer_id = $2 and shop_id = $3 and day = $4`,
    [bucketOf(customerId), customerId, shopId, dayOf(at), taken],
  );
}

export async function insertConversion(
  sql: Transaction,
  { id, at }: { id: string; at: Instant },
  quote: Quote,
): Promise<void> {
  await sql.execute(
    `insert into conversion (bucket, id, customer_id, shop_id, quote_id, ratio_version,
       points_taken, points_given, fee, cost_fen, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      bucketOf(quote.customerId),
      id,
      quote.customerId,
      quote.shopId,
      quote.id,
      quote.ratioVersion,
      quote.taken,
      quote.given,
      quote.fee,
      quote.cost,
      toRfc3339(at),
    ],
  );
}

/** The shop of each of the customer's conversions, by conversion id. */
export async function shopsOfConversions(
  sql: Sql,
  { customerId, conversionIds }: { customerId: string; conversionIds: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await sql.query<{ id: string; shop_id: string }>(
    "select id, shop_id from conversion where bucket = $1 and id = any($2)",
    [bucketOf(customerId), conversionIds],
  );
  return new Map(rows.map((row) => [row.id, row.shop_id]));
}

/** What all customers turned in at the shop since then, in shop points, and its price in fen. */
export async function totalsSince(
  sql: Sql,
  { shopId, since }: { shopId: string; since: Instant },
): Promise<{ taken: Points; cost: Points }> {
  const [row] = await sql.query<{ taken: bigint; cost: bigint }>(
    `select coalesce(sum(points_taken), 0) as taken, coalesce(sum(cost_fen), 0) as cost
     from conversion where shop_id = $1 and at > $2`,
    [shopId, toRfc3339(since)],
  );
  return { taken: points(row?.taken ?? 0n), cost: points(row?.cost ?? 0n) };
}
