import { addDays } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { post, postings } from "../ledger/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { MallContext } from "./context.ts";
import { decideCommission } from "./decide-commission.ts";
import { decideOrder } from "./decide-order.ts";
import { COMPLETION_BATCH } from "./limits.ts";
import { findDelivered, lockDelivered, type Order, updateOrder } from "./order.store.ts";

const JOB = "complete-delivered";

/**
 * Completes an order that the caller has locked (null: there is none): the seller is paid what was
 * held, less the mall's commission, and whoever counts completed orders hears of it.
 */
export async function completeOrder(
  mall: MallContext,
  sql: Transaction,
  { order, action, by }: { order: Order | null; action: "confirm" | "complete"; by: string },
): Promise<Result<Order, "not_found" | "wrong_state">> {
  if (order === null) return err("not_found");
  // Whether something travels matters to a delivery only.
  const status = decideOrder({ status: order.status, isShipped: true }, action);
  if (!status.ok) return status;
  // From here it succeeds.
  const at = mall.clock.now();
  const completed: Order = {
    ...order,
    status: status.value,
    deliveredAt: order.deliveredAt ?? at,
    completedAt: at,
  };
  await updateOrder(sql, completed);
  const { id: orderId, customerId, sellerId, points } = order;
  const commission = decideCommission({
    points,
    basisPoints: (await mall.merchants.policies(sql)).commissionBasisPoints,
    freeUntil: (await mall.commissionFreeUntil?.(sql, sellerId)) ?? null,
    at,
  });
  const paid = await post(
    sql,
    postings.pay({ customerId, orderId, sellerId, points, commission, at, by }),
  );
  invariant(paid.ok, `the points of ${orderId} are held until it ends`);
  await mall.events.publish(sql, { kind: "order_completed", sellerId, orderId, at });
  return ok(completed);
}

/**
 * Completes what was delivered longer ago than the policy's return days, and answers how many orders
 * that were. Each in a transaction of its own: one order in trouble does not keep the others waiting,
 * and an order that somebody is at right now is left for the next run. Ends early when `signal` says so.
 */
export async function completeDelivered(mall: MallContext, signal?: AbortSignal): Promise<number> {
  const { orderReturnDays } = await mall.merchants.policies(mall.database);
  const before = addDays(mall.clock.now(), -orderReturnDays);
  let completed = 0;
  for (;;) {
    const due = await findDelivered(mall.database, { before, limit: COMPLETION_BATCH });
    let progress = 0;
    for (const one of due) {
      if (signal?.aborted) return completed + progress;
      progress += (await completeOne(mall, one)) ? 1 : 0;
    }
    completed += progress;
    if (due.length < COMPLETION_BATCH || progress === 0) return completed;
  }
}

function completeOne(mall: MallContext, one: { id: string; bucket: number }): Promise<boolean> {
  return mall.database.transaction(async (sql) => {
    const order = await lockDelivered(sql, one);
    if (order === null) return false;
    const done = await completeOrder(mall, sql, { order, action: "complete", by: JOB });
    return done.ok;
  });
}
