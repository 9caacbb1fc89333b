import { err, ok, type Result } from "../kernel/result.ts";
import type { OrderStatus } from "./contract.ts";

/** `cancel` is open to both sides; `complete` is the customer's confirmation, or the end of the wait for it. */
export const ORDER_ACTIONS = [
  "accept",
  "ship",
  "deliver",
  "confirm",
  "complete",
  "cancel",
] as const;
export type OrderAction = (typeof ORDER_ACTIONS)[number];

type OrderFacts = {
  readonly status: OrderStatus;
  /** Something in it travels, so it cannot be delivered before it was shipped. */
  readonly isShipped: boolean;
};

/** Where an action leads from each state; what is not written here is refused. */
const NEXT: Readonly<Record<OrderStatus, Partial<Record<OrderAction, OrderStatus>>>> = {
  placed: { accept: "accepted", cancel: "cancelled" },
  accepted: { ship: "shipped", deliver: "delivered", cancel: "cancelled" },
  shipped: { deliver: "delivered", confirm: "completed" },
  delivered: { confirm: "completed", complete: "completed" },
  completed: {},
  cancelled: {},
};

/** The state after the action, or `wrong_state` that names the one it is in. */
export function decideOrder(
  order: OrderFacts,
  action: OrderAction,
): Result<OrderStatus, "wrong_state"> {
  const next = NEXT[order.status][action];
  const mustShipFirst = action === "deliver" && order.status === "accepted" && order.isShipped;
  if (next === undefined || mustShipFirst) {
    return err("wrong_state", { values: { state: order.status } });
  }
  return ok(next);
}
