import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { pointsToJson } from "../kernel/points.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { RefundPlan } from "./decide-refund.ts";
import type { SalePlace } from "./sale.store.ts";

/** Writes a refund down and counts it on the receipt and its lines. The sale is locked. */
export async function insertRefund(
  sql: Transaction,
  sale: SalePlace,
  refund: { id: string; plan: RefundPlan; at: Instant; by: string },
): Promise<void> {
  const { lines, points } = refund.plan;
  await sql.execute(
    `insert into sale_refund (bucket, id, sale_id, points, lines, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      sale.bucket,
      refund.id,
      sale.id,
      points,
      JSON.stringify(lines.map((line) => ({ ...line, points: pointsToJson(line.points) }))),
      toRfc3339(refund.at),
      refund.by,
    ],
  );
  await sql.execute(
    `update sale set refunded_points = refunded_points + $3,
       refunded_quantities = (
         select array_agg(coalesce(refunded_quantities[n + 1], 0) + coalesce(back.quantity, 0) order by n)
         from generate_series(0, jsonb_array_length(lines) - 1) as n
         left join (
           select line, sum(quantity)::integer as quantity
           from unnest($4::int[], $5::int[]) as b (line, quantity) group by line) back on back.line = n)
     where bucket = $1 and id = $2`,
    [
      sale.bucket,
      sale.id,
      points,
      lines.map((line) => line.line),
      lines.map((line) => line.quantity),
    ],
  );
}
