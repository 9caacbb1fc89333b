import type { Instant } from "../../kernel/clock.ts";
import type { Transaction } from "../db/database.ts";

/** What happened in one module that others may build on. Past tense, facts only. */
export type Event =
  /** The first approval only; a lifted suspension is `seller_reinstated`. */
  | { kind: "seller_approved"; sellerId: string; at: Instant }
  | { kind: "seller_suspended"; sellerId: string; at: Instant }
  | { kind: "seller_reinstated"; sellerId: string; at: Instant }
  | { kind: "seller_renamed"; sellerId: string; name: string; at: Instant }
  | { kind: "product_listed"; sellerId: string; productId: string; at: Instant }
  | { kind: "order_completed"; sellerId: string; orderId: string; at: Instant };

export type EventHandler = (sql: Transaction, event: Event) => Promise<void>;

/**
 * In-process events. Handlers run inside the transaction of what happened, so a reward and its
 * cause commit together or not at all: there is no moment in which one exists without the other.
 */
export type Events = {
  subscribe(handler: EventHandler): void;
  publish(sql: Transaction, event: Event): Promise<void>;
};

export function createEvents(): Events {
  const handlers: EventHandler[] = [];
  return {
    subscribe: (handler) => {
      handlers.push(handler);
    },
    async publish(sql, event) {
      for (const handler of handlers) await handler(sql, event);
    },
  };
}
