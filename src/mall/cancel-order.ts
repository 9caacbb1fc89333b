import { invariant } from "../kernel/invariant.ts";
import { endAfterDays } from "../kernel/local-day.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { post, postings } from "../ledger/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { MallContext } from "./context.ts";
import { decideOrder } from "./decide-order.ts";
import { fulfilmentOf } from "./items/registry.ts";
import { type Order, readLines, updateOrder } from "./order.store.ts";
import { lockProducts, returnStock } from "./product.store.ts";
import { releaseCodes } from "./voucher-code.store.ts";

/**
 * Cancels an order that the caller has locked (null: there is none): points go back to the lots they
 * left, or have the mall's days of grace where those have expired; pieces and unseen voucher codes to the stock. Locks products before points, as a checkout does.
 */
export async function cancelOrder(
  mall: MallContext,
  sql: Transaction,
  it: { order: Order | null; side: "customer" | "seller"; by: string; reason: string | null },
): Promise<Result<Order, "not_found" | "wrong_state">> {
  const { order } = it;
  if (order === null) return err("not_found");
  const lines = await readLines(sql, [order]);
  const { isShipped } = fulfilmentOf(lines.map((line) => line.kind));
  const status = decideOrder({ status: order.status, isShipped }, "cancel");
  if (!status.ok) return status;
  // From here it succeeds.
  const at = mall.clock.now();
  const cancelled: Order = {
    ...order,
    status: status.value,
    cancelledAt: at,
    cancelledBy: it.side,
    cancelReason: it.reason,
  };
  await updateOrder(sql, cancelled);
  await lockProducts(
    sql,
    lines.map((line) => line.productId),
  );
  await returnStock(sql, lines);
  await releaseCodes(sql, order.id);
  const { id: orderId, customerId, points } = order;
  const { graceDays: days, timeZone: zone } = await mall.merchants.policies(sql);
  const graceUntil = endAfterDays(at, { days, zone });
  const released = await post(
    sql,
    postings.release({ customerId, orderId, points, graceUntil, at, by: it.by }),
  );
  invariant(released.ok, `the points of ${orderId} are held until it ends`);
  return ok(cancelled);
}
