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

export type OrderFacts = {
  readonly status: OrderStatus;
  /** Something in it travels, so it cannot be delivered before it was shipped. */
  readonly isShipped: boolean;
  /** Something in it is collected, so it is delivered against its code. */
  readonly isCollected: boolean;
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

/** What people call the states; the stable name is in the problem's `state`. */
const STATE_NAMES: Readonly<Record<OrderStatus, { readonly en: string; readonly zh: string }>> = {
  placed: { en: "placed", zh: "待接单" },
  accepted: { en: "accepted", zh: "备货中" },
  shipped: { en: "shipped", zh: "已发货" },
  delivered: { en: "delivered", zh: "已送达" },
  completed: { en: "completed", zh: "已完成" },
  cancelled: { en: "cancelled", zh: "已取消" },
};

/** The state after the action, or `wrong_state` that names the one it is in. */
export function decideOrder(
  order: Pick<OrderFacts, "status" | "isShipped">,
  action: OrderAction,
): Result<OrderStatus, "wrong_state"> {
  const next = NEXT[order.status][action];
  const mustShipFirst = action === "deliver" && order.status === "accepted" && order.isShipped;
  if (next === undefined || mustShipFirst) {
    return err("wrong_state", {
      values: { state: STATE_NAMES[order.status] },
      state: order.status,
    });
  }
  return ok(next);
}

/** Who does what to an order, in the order in which pages offer it. */
const ACTIONS_OF = {
  customer: ["confirm", "cancel"],
  seller: ["accept", "ship", "deliver", "cancel"],
} as const satisfies Record<string, readonly OrderAction[]>;
export type OrderSide = keyof typeof ACTIONS_OF;
export type AllowedAction = {
  name: (typeof ACTIONS_OF)[OrderSide][number];
  needs: "pickupCode"[];
};

/** The fields of the body that an action cannot do without. */
export function needsOf(order: OrderFacts, action: OrderAction): "pickupCode"[] {
  return action === "deliver" && order.isCollected ? ["pickupCode"] : [];
}

/** What a side may do to an order now: what `decideOrder` would not refuse. */
export function allowedActions(order: OrderFacts, side: OrderSide): AllowedAction[] {
  return ACTIONS_OF[side]
    .filter((name) => decideOrder(order, name).ok)
    .map((name) => ({ name, needs: needsOf(order, name) }));
}
