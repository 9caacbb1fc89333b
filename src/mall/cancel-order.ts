import { groupBy } from "../kernel/group-by.ts";
import { invariant } from "../kernel/invariant.ts";
import { endAfterDays } from "../kernel/local-day.ts";
import { err, ok } from "../kernel/result.ts";
import { postAll, postings } from "../ledger/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import { changesIn, type OrderOutcome } from "./change-orders.ts";
import type { MallContext } from "./context.ts";
import { decideOrder } from "./decide-order.ts";
import { fulfilmentOf } from "./items/registry.ts";
import { type Order, type OrderLine, readLines, updateOrders } from "./order.store.ts";
import { lockProducts, returnStock } from "./product.store.ts";
import { releaseCodes } from "./voucher-code.store.ts";

export type Cancelling = {
  /** Locked by the caller; undefined where there is none. */
  readonly order: Order | undefined;
  readonly side: "customer" | "seller";
  readonly by: string;
  readonly reason: string | null;
};

/**
 * Cancels orders, each once, in as many statements as one takes: points go back to the lots they left,
 * or have the mall's days of grace where those have expired; pieces and unseen voucher codes to the
 * stock. One that is refused leaves the others alone. Locks products before points, as a checkout does.
 */
export async function cancelOrders(
  mall: MallContext,
  sql: Transaction,
  wanted: readonly Cancelling[],
): Promise<OrderOutcome[]> {
  const found = wanted.flatMap(({ order }) => order ?? []);
  const lines = groupBy(await readLines(sql, found), ({ orderId }) => orderId);
  const at = mall.clock.now();
  const outcomes = wanted.map(({ order, side, reason }): OrderOutcome => {
    if (order === undefined) return err("not_found");
    const { isShipped } = fulfilmentOf(linesOf(lines, order).map((line) => line.kind));
    const status = decideOrder({ status: order.status, isShipped }, "cancel");
    if (!status.ok) return status;
    const cancelled = { cancelledAt: at, cancelledBy: side, cancelReason: reason };
    return ok({ ...order, ...cancelled, status: status.value });
  });
  const cancelled = changesIn(outcomes, wanted);
  if (cancelled.length === 0) return outcomes;
  // From here it succeeds.
  const orders = cancelled.map(({ order }) => order);
  const pieces = orders.flatMap((order) => linesOf(lines, order));
  const productIds = [...new Set(pieces.map(({ productId }) => productId))];
  const [{ graceDays: days, timeZone: zone }] = await Promise.all([
    mall.merchants.policies(sql),
    lockProducts(sql, productIds),
  ]);
  updateOrders(sql, orders);
  returnStock(sql, pieces);
  releaseCodes(
    sql,
    orders.map(({ id }) => id),
  );
  const graceUntil = endAfterDays(at, { days, zone });
  const released = await postAll(
    sql,
    cancelled.map(({ order: { id: orderId, customerId, points }, by }) =>
      postings.release({ customerId, orderId, points, graceUntil, at, by }),
    ),
  );
  for (const [index, one] of released.entries()) {
    invariant(one.ok, `the points of ${orders[index]?.id} are held until it ends`);
  }
  return outcomes;
}

type Lines = ReadonlyMap<string, readonly OrderLine[]>;

function linesOf(lines: Lines, { id }: Order): readonly OrderLine[] {
  return lines.get(id) ?? [];
}
