import { bucketOf } from "../kernel/bucket.ts";
import { addDays, type Instant, toRfc3339 } from "../kernel/clock.ts";
import { firstId } from "../kernel/ids.ts";
import { type Points, points } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Quote } from "./decide-conversion.ts";

type CustomerAtShop = { readonly customerId: string; readonly shopId: string };

/** Which days of a shop count now: the present one, named by its end, and those that end after `since`. */
export type CountedDays = { readonly endsAt: Instant; readonly since: Instant };

/**
 * What the customers turned in at these shops on the days that count; each pair named once. Conversions
 * of a pair take turns on the customer's account, which is locked by now, so a cap that is checked
 * against the answer holds until the transaction ends.
 */
export async function readTakenToday(
  sql: Transaction,
  pairs: readonly (CustomerAtShop & CountedDays)[],
): Promise<(CustomerAtShop & { taken: Points })[]> {
  const rows = await sql.query<{ customer_id: string; shop_id: string; points_taken: bigint }>(
    `select customer_id, shop_id, coalesce((
       select sum(c.points_taken) from conversion c
       where c.bucket = pair.bucket and c.customer_id = pair.customer_id and c.id >= pair.first_id
         and c.shop_id = pair.shop_id
         and (c.day_ends_at > pair.since or c.day_ends_at = pair.ends_at)), 0)::bigint as points_taken
     from unnest($1::smallint[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[])
       as pair (bucket, customer_id, shop_id, ends_at, since, first_id)`,
    [
      pairs.map((pair) => bucketOf(pair.customerId)),
      pairs.map((pair) => pair.customerId),
      pairs.map((pair) => pair.shopId),
      pairs.map((pair) => toRfc3339(pair.endsAt)),
      pairs.map((pair) => toRfc3339(pair.since)),
      pairs.map((pair) => firstId("conversion", addDays(pair.since, -LONGEST_DAY_DAYS))),
    ],
  );
  return rows.map((row) => ({
    customerId: row.customer_id,
    shopId: row.shop_id,
    taken: points(row.points_taken),
  }));
}

/** A day that ends after a moment began no longer before it, in whatever zone. */
const LONGEST_DAY_DAYS = 3;

/**
 * Writes conversions that happened at `at`. Fails on the quote (23505) when another transaction has
 * used it meanwhile.
 */
export function writeConversions(
  sql: Transaction,
  conversions: readonly { id: string; quote: Quote; dayEndsAt: Instant }[],
  at: Instant,
): void {
  const quotes = conversions.map(({ quote }) => quote);
  sql.later(INSERT_CONVERSIONS, [
    quotes.map((quote) => bucketOf(quote.customerId)),
    conversions.map(({ id }) => id),
    quotes.map((quote) => quote.customerId),
    quotes.map((quote) => quote.shopId),
    quotes.map((quote) => quote.id),
    quotes.map((quote) => quote.ratioVersion),
    quotes.map((quote) => quote.taken),
    quotes.map((quote) => quote.given),
    quotes.map((quote) => quote.fee),
    quotes.map((quote) => quote.cost),
    toRfc3339(at),
    conversions.map(({ dayEndsAt }) => toRfc3339(dayEndsAt)),
  ]);
}

const INSERT_CONVERSIONS = `
insert into conversion (bucket, id, customer_id, shop_id, quote_id, ratio_version, points_taken,
  points_given, fee, cost_fen, at, day_ends_at)
select bucket, id, customer_id, shop_id, quote_id, ratio_version, points_taken, points_given, fee,
  cost_fen, $11::timestamptz, day_ends_at
from unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[],
    $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $12::timestamptz[])
  as c (bucket, id, customer_id, shop_id, quote_id, ratio_version, points_taken, points_given, fee,
    cost_fen, day_ends_at)`;

/** The shop of each of the customer's conversions, by conversion id. */
export async function shopsOfConversions(
  sql: Sql,
  { customerId, conversionIds }: { customerId: string; conversionIds: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await sql.query<{ id: string; shop_id: string }>(
    `select id, shop_id from conversion
     where bucket = $1 and customer_id = $2 and id = any($3::text[])`,
    [bucketOf(customerId), customerId, conversionIds],
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
     from conversion where shop_id = $1 and id >= $2 and at > $3`,
    [shopId, firstId("conversion", since), toRfc3339(since)],
  );
  return { taken: points(row?.taken ?? 0n), cost: points(row?.cost ?? 0n) };
}
