import { pointsToJson } from "../kernel/points.ts";
import { availableOf } from "../ledger/index.ts";
import type { Sql } from "../platform/db/database.ts";

/** What the customer has in the shop, as answered; `available` is below zero in debt. */
export async function readBalance(
  sql: Sql,
  { customerId, shopId }: { customerId: string; shopId: string },
): Promise<{ available: number; pending: number }> {
  const available = await availableOf(sql, { customerId, unit: shopId });
  // Points are available at once; none wait for a shop's return period.
  return { available: pointsToJson(available), pending: 0 };
}
