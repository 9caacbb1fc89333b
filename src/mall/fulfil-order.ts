import type { Instant } from "../kernel/clock.ts";
import { err, ok } from "../kernel/result.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { OrderOutcome } from "./change-orders.ts";
import type { MallContext } from "./context.ts";
import { decideOrder } from "./decide-order.ts";
import { fulfilmentOf } from "./items/registry.ts";
import { lockOrdersOfSellers, type Order, readLines, updateOrders } from "./order.store.ts";

type Step =
  | { action: "accept" }
  | { action: "ship"; carrier: string | null; trackingNumber: string | null }
  | { action: "deliver" };

/**
 * A seller's step with an order: accept, ship, deliver. Refusals in order: `not_found`, `wrong_state`.
 * The code of a delivery was checked before (`check-pickup-code.ts`), since wrong tries are counted.
 */
export async function fulfilOrder(
  mall: MallContext,
  sql: Transaction,
  { orderId, sellerId, step }: { orderId: string; sellerId: string; step: Step },
): Promise<OrderOutcome> {
  const locked = await lockOrdersOfSellers(sql, [{ id: orderId, owner: sellerId }]);
  const order = locked.get(orderId);
  if (order === undefined) return err("not_found");
  const lines = await readLines(sql, [order]);
  const { isShipped } = fulfilmentOf(lines.map((line) => line.kind));
  const status = decideOrder({ status: order.status, isShipped }, step.action);
  if (!status.ok) return status;
  // From here it succeeds.
  const after = { ...order, ...changeOf(step, mall.clock.now()), status: status.value };
  updateOrders(sql, [after]);
  return ok(after);
}

function changeOf(step: Step, at: Instant): Partial<Order> {
  switch (step.action) {
    case "accept":
      return { acceptedAt: at };
    case "ship":
      return { shippedAt: at, carrier: step.carrier, trackingNumber: step.trackingNumber };
    case "deliver":
      return { deliveredAt: at };
  }
}
