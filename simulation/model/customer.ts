import type { Account } from "./account.ts";
import type { Rule } from "./award.ts";
import { emptyMoved, type Moved } from "./moved.ts";
import { addDays, type Seen } from "./seen.ts";

export type SoldLine = {
  readonly product: number;
  readonly category: string;
  readonly quantity: number;
  returned: number;
};

/** A receipt, with the rules that stood when it was made. */
export type Sale = {
  readonly id: string;
  readonly shop: number;
  readonly rules: readonly Rule[];
  readonly lines: SoldLine[];
  /** What it gave, and what came back of that. */
  readonly points: number;
  refunded: number;
};

export type Quote = {
  readonly id: string;
  readonly shop: number;
  readonly taken: number;
  readonly given: number;
  readonly fee: number;
  /** What the shop pays, in fen. */
  readonly cost: number;
  readonly dailyCapPoints: number | null;
  readonly mallPointsExpireAt: number;
  readonly expiresAt: number;
  isUsed: boolean;
};

export type OrderState =
  | "placed"
  | "accepted"
  | "shipped"
  | "delivered"
  | "completed"
  | "cancelled";

export type Order = {
  readonly id: string;
  readonly seller: number;
  readonly points: number;
  readonly lines: readonly { readonly good: number; readonly quantity: number }[];
  readonly isShipped: boolean;
  state: OrderState;
  deliveredAt: number | null;
};

export const ORDER_RETURN_DAYS = 3;

/** An order completes by itself when its goods can no longer be sent back; who looks at it learns when. */
export function mayHaveCompleted({ state, deliveredAt }: Order, { to }: Pick<Seen, "to">): boolean {
  return (
    state === "delivered" && deliveredAt !== null && addDays(deliveredAt, ORDER_RETURN_DAYS) <= to
  );
}

/** Everything the rules say about one customer. Plain data: it can be copied and put back. */
export type CustomerBooks = {
  /** By unit: a shop's id, or `mall`. Absent until points of it have come. */
  readonly accounts: Record<string, Account>;
  readonly sales: Sale[];
  readonly quotes: Quote[];
  readonly orders: Order[];
  /** Shop points turned in, by `shop day`. */
  readonly turnedIn: Record<string, number>;
  readonly moved: Moved;
};

export const emptyBooks = (): CustomerBooks => ({
  accounts: {},
  sales: [],
  quotes: [],
  orders: [],
  turnedIn: {},
  moved: emptyMoved(),
});

type Action = "accept" | "ship" | "deliver" | "confirm" | "complete" | "cancel";

const NEXT: Readonly<Record<OrderState, Partial<Record<Action, OrderState>>>> = {
  placed: { accept: "accepted", cancel: "cancelled" },
  accepted: { ship: "shipped", deliver: "delivered", cancel: "cancelled" },
  shipped: { deliver: "delivered", confirm: "completed" },
  delivered: { confirm: "completed", complete: "completed" },
  completed: {},
  cancelled: {},
};

/** Where an action leads; null when the state does not allow it. What travels is shipped before it is delivered. */
export function nextState(order: Order, action: Action): OrderState | null {
  if (action === "deliver" && order.state === "accepted" && order.isShipped) return null;
  return NEXT[order.state][action] ?? null;
}
