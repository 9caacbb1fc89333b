import { addDays } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { post, postings } from "../ledger/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import { isLostConnection } from "../platform/db/failures.ts";
import { orderCompletionFailures } from "../platform/telemetry/metrics.ts";
import type { MallContext } from "./context.ts";
import { decideCommission } from "./decide-commission.ts";
import { decideOrder } from "./decide-order.ts";
import { COMPLETION_BATCH } from "./limits.ts";
import { lockDelivered, type Order, updateOrder } from "./order.store.ts";
import { findDelivered, noteCompletionFailure } from "./order-completion.store.ts";

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
 * that were. Each in a transaction of its own: an order that fails is logged, counted and passed over
 * until its next try is due (`noteCompletionFailure`), and an order that is locked right now is left
 * for the next run. Ends early when `signal` says so.
 */
export async function completeDelivered(mall: MallContext, signal?: AbortSignal): Promise<number> {
  const { orderReturnDays } = await mall.merchants.policies(mall.database);
  const now = mall.clock.now();
  const before = addDays(now, -orderReturnDays);
  let completed = 0;
  for (;;) {
    const due = await findDelivered(mall.database, { before, now, limit: COMPLETION_BATCH });
    let progress = 0;
    for (const one of due) {
      if (signal?.aborted) return completed;
      const outcome = await completeOne(mall, one).catch((error: unknown) =>
        passOver(mall, one, error),
      );
      if (outcome === "completed") completed += 1;
      if (outcome !== "locked") progress += 1;
    }
    if (due.length < COMPLETION_BATCH || progress === 0) return completed;
  }
}

type DueOrder = { readonly id: string; readonly bucket: number };
type Completion = "completed" | "locked" | "failed";

function completeOne(mall: MallContext, one: DueOrder): Promise<Completion> {
  return mall.database.transaction(async (sql) => {
    const order = await lockDelivered(sql, one);
    if (order === null) return "locked";
    const done = await completeOrder(mall, sql, { order, action: "complete", by: JOB });
    invariant(done.ok, `${order.id} is delivered, so it can be completed`);
    return "completed";
  });
}

/** A database that went away is no fault of the order: the job ends and its next turn tries again. */
async function passOver(mall: MallContext, one: DueOrder, error: unknown): Promise<Completion> {
  if (isLostConnection(error)) throw error;
  orderCompletionFailures.inc();
  const failures = await noteCompletionFailure(mall.database, one, mall.clock.now());
  mall.logger.error({ err: error, orderId: one.id, failures }, "order not completed");
  return "failed";
}
