import { addSeconds, type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Sql } from "../platform/db/database.ts";
import { PICKUP_ATTEMPT_SECONDS } from "./limits.ts";

/** Counts one more try at an order's code, from anew once the last count is old. Answers the count. */
export async function countPickupAttempt(
  sql: Sql,
  { orderId, now }: { orderId: string; now: Instant },
): Promise<{ attempts: number; countedFrom: Instant }> {
  const [row] = await sql.query<{ attempts: number; countedFrom: Instant }>(
    `insert into mall_pickup_attempt as counted (order_id, attempts, counted_from)
     values ($1, 1, $2)
     on conflict (order_id) do update set
       attempts = case when counted.counted_from <= $3 then 1 else counted.attempts + 1 end,
       counted_from = case when counted.counted_from <= $3 then $2 else counted.counted_from end
     returning attempts, counted_from as "countedFrom"`,
    [orderId, toRfc3339(now), toRfc3339(addSeconds(now, -PICKUP_ATTEMPT_SECONDS))],
  );
  return row ?? { attempts: 1, countedFrom: now };
}

export async function forgetPickupAttempts(sql: Sql, orderId: string): Promise<void> {
  await sql.execute("delete from mall_pickup_attempt where order_id = $1", [orderId]);
}
