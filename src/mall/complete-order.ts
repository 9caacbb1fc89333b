import { addDays, type Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { err, ok } from "../kernel/result.ts";
import { postAll, postings } from "../ledger/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import { isLostConnection } from "../platform/db/failures.ts";
import { orderCompletionFailures } from "../platform/telemetry/metrics.ts";
import { type ChangedOrder, changesIn, type OrderOutcome } from "./change-orders.ts";
import type { MallContext } from "./context.ts";
import { decideCommission } from "./decide-commission.ts";
import { decideOrder } from "./decide-order.ts";
import { COMPLETION_BATCH } from "./limits.ts";
import { lockDelivered, type Order, updateOrders } from "./order.store.ts";
import { findDelivered, noteCompletionFailure } from "./order-completion.store.ts";

const JOB = "complete-delivered";

export type Completing = {
  /** Locked by the caller; undefined where there is none. */
  readonly order: Order | undefined;
  readonly action: "confirm" | "complete";
  readonly by: string;
};

/**
 * Completes orders, each once, in as many statements as one takes: the seller is paid what was held,
 * less the mall's commission, and whoever counts completed orders hears of it. One that is refused
 * leaves the others alone.
 */
export async function completeOrders(
  mall: MallContext,
  sql: Transaction,
  wanted: readonly Completing[],
): Promise<OrderOutcome[]> {
  const at = mall.clock.now();
  const outcomes = wanted.map(({ order, action }): OrderOutcome => {
    if (order === undefined) return err("not_found");
    // Whether something travels matters to a delivery only.
    const status = decideOrder({ status: order.status, isShipped: true }, action);
    if (!status.ok) return status;
    const completed = { deliveredAt: order.deliveredAt ?? at, completedAt: at };
    return ok({ ...order, ...completed, status: status.value });
  });
  const completed = changesIn(outcomes, wanted);
  // From here it succeeds.
  updateOrders(
    sql,
    completed.map(({ order }) => order),
  );
  await payFor(mall, sql, { completed, at });
  return outcomes;
}

/** Pays each seller for its orders, by the commission of this moment, then publishes `order_completed`. */
async function payFor(
  mall: MallContext,
  sql: Transaction,
  { completed, at }: { completed: readonly ChangedOrder[]; at: Instant },
): Promise<void> {
  if (completed.length === 0) return;
  const sellerIds = [...new Set(completed.map(({ order }) => order.sellerId))];
  const [{ commissionBasisPoints: basisPoints }, freeUntil] = await Promise.all([
    mall.merchants.policies(sql),
    mall.commissionFreeUntil?.(sql, sellerIds) ?? new Map<string, Instant>(),
  ]);
  const paid = await postAll(
    sql,
    completed.map(({ order: { id: orderId, customerId, sellerId, points }, by }) => {
      const free = { freeUntil: freeUntil.get(sellerId) ?? null, at };
      const commission = decideCommission({ points, basisPoints, ...free });
      return postings.pay({ customerId, orderId, sellerId, points, commission, at, by });
    }),
  );
  for (const [index, { order }] of completed.entries()) {
    invariant(paid[index]?.ok, `the points of ${order.id} are held until it ends`);
    const { sellerId, id: orderId } = order;
    await mall.events.publish(sql, { kind: "order_completed", sellerId, orderId, at });
  }
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
    const [done] = await completeOrders(mall, sql, [{ order, action: "complete", by: JOB }]);
    invariant(done?.ok, `${order.id} is delivered, so it can be completed`);
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
