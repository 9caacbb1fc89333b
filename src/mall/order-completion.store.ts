import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Sql } from "../platform/db/database.ts";

/** Orders delivered before a moment whose next try is due, the longest waiting first. */
export async function findDelivered(
  sql: Sql,
  { before, now, limit }: { before: Instant; now: Instant; limit: number },
): Promise<{ id: string; bucket: number }[]> {
  return sql.query<{ id: string; bucket: number }>(
    `select id, bucket from mall_order where status = 'delivered' and delivered_at < $1
       and not exists (select from mall_order_completion_failure failed
         where failed.order_id = mall_order.id and failed.retry_at > $2)
     order by delivered_at limit $3`,
    [toRfc3339(before), toRfc3339(now), limit],
  );
}

/**
 * Notes that an order could not be completed, and answers how often that was. The next try comes after
 * a minute, doubled each time up to a day: the cause needs a person, and the order is not forgotten.
 */
export async function noteCompletionFailure(
  sql: Sql,
  { id }: { id: string },
  now: Instant,
): Promise<number> {
  const [row] = await sql.query<{ failures: number }>(
    `insert into mall_order_completion_failure as failed (order_id, failures, retry_at)
     values ($1, 1, $2::timestamptz + interval '1 minute')
     on conflict (order_id) do update set failures = failed.failures + 1,
       retry_at = $2::timestamptz
         + least(interval '1 minute' * power(2, least(failed.failures, 20)), interval '1 day')
     returning failures`,
    [id, toRfc3339(now)],
  );
  return row?.failures ?? 1;
}
