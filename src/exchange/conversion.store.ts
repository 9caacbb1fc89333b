import { bucketOf } from "../kernel/bucket.ts";
import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Quote } from "./decide-conversion.ts";

type CustomerAtShop = { readonly customerId: string; readonly shopId: string };

/** Which days of a shop count now: the present one, named by its end, and those that end after `since`. */
export type CountedDays = { readonly endsAt: Instant; readonly since: Instant };

/**
 * What the customers turned in at these shops on the days that count; each pair named once. Conversions
 * of a pair wait here for each other, so a cap that is checked against the answer holds until the
 * transaction ends.
 */
export async function lockTakenToday(
  sql: Transaction,
  pairs: readonly (CustomerAtShop & CountedDays)[],
): Promise<(CustomerAtShop & { taken: Points })[]> {
  const rows = await sql.query<{ customer_id: string; shop_id: string; points_taken: bigint }>(
    `with
       pair as (
         select * from unnest($1::smallint[], $2::text[], $3::text[], $4::timestamptz[],
           $5::timestamptz[]) as pair (bucket, customer_id, shop_id, ends_at, since)),
       present as (
         insert into conversion_day as today (bucket, customer_id, shop_id, ends_at, points_taken)
         select bucket, customer_id, shop_id, ends_at, 0 from pair
         order by bucket, customer_id, shop_id
         on conflict (bucket, customer_id, shop_id, ends_at)
           do update set points_taken = today.points_taken
         returning *)
     select customer_id, shop_id, present.points_taken + coalesce((
       select sum(other.points_taken) from conversion_day other
       where other.bucket = pair.bucket and other.customer_id = pair.customer_id
         and other.shop_id = pair.shop_id and other.ends_at > pair.since
         and other.ends_at <> pair.ends_at), 0)::bigint as points_taken
     from present join pair using (bucket, customer_id, shop_id)`,
    [
      pairs.map((pair) => bucketOf(pair.customerId)),
      pairs.map((pair) => pair.customerId),
      pairs.map((pair) => pair.shopId),
      pairs.map((pair) => toRfc3339(pair.endsAt)),
      pairs.map((pair) => toRfc3339(pair.since)),
    ],
  );
  return rows.map((row) => ({
    customerId: row.customer_id,
    shopId: row.shop_id,
    taken: points(row.points_taken),
  }));
}

/**
 * Writes conversions that happened at `at`, in one statement: the quotes are used, the days have more
 * points, the conversions are kept. The quotes are locked and each is there once.
 */
export function writeConversions(
  sql: Transaction,
  conversions: readonly { id: string; quote: Quote; dayEndsAt: Instant }[],
  at: Instant,
): void {
  const quotes = conversions.map(({ quote }) => quote);
  sql.later(WRITE_CONVERSIONS, [
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

const WRITE_CONVERSIONS = `
with
  carried_out as (
    select * from unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[],
        $6::integer[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $12::timestamptz[])
      as c (bucket, id, customer_id, shop_id, quote_id, ratio_version, points_taken, points_given,
        fee, cost_fen, day_ends_at)),
  use_quotes as (
    update conversion_quote quote set used_at = $11::timestamptz from carried_out c
    where quote.bucket = c.bucket and quote.id = c.quote_id),
  add_to_days as (
    insert into conversion_day as today (bucket, customer_id, shop_id, ends_at, points_taken)
    select bucket, customer_id, shop_id, day_ends_at, sum(points_taken) from carried_out
    group by bucket, customer_id, shop_id, day_ends_at
    order by bucket, customer_id, shop_id, day_ends_at
    on conflict (bucket, customer_id, shop_id, ends_at)
      do update set points_taken = today.points_taken + excluded.points_taken)
insert into conversion (bucket, id, customer_id, shop_id, quote_id, ratio_version, points_taken,
  points_given, fee, cost_fen, at)
select bucket, id, customer_id, shop_id, quote_id, ratio_version, points_taken, points_given,
  fee, cost_fen, $11::timestamptz from carried_out`;

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
