import type { Language } from "../kernel/refusals.ts";
import { signedIn } from "../platform/http/access.ts";
import type { Person } from "../platform/http/caller.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { cancelOrder } from "./cancel-order.ts";
import { completeOrder } from "./complete-order.ts";
import type { MallContext } from "./context.ts";
import {
  Cancellation,
  CheckoutAnswer,
  NewOrder,
  Nothing,
  OrderAnswer,
  OrderPage,
  OrderParams,
  OrdersQuery,
} from "./contract.ts";
import { lockOrderOfCustomer } from "./order.store.ts";
import { type CartCommand, lockCarts, placeOrders } from "./place-orders.ts";
import { forCustomer, listOrdersOfCustomer, viewOrderOfCustomer } from "./read-orders.ts";

const tag = "Orders";

/** What a customer does with orders. */
export function customerOrderEndpoints(mall: MallContext): Endpoint[] {
  return [
    endpoint({
      method: "POST",
      path: "/me/orders",
      tag,
      summary: "Redeem a cart: one order per seller, all or none.",
      access: signedIn,
      idempotency: "required",
      body: NewOrder,
      answers: { 201: CheckoutAnswer },
      refusals: [
        "seller_suspended",
        "product_not_available",
        "out_of_stock",
        "price_changed",
        "insufficient_points",
      ],
      batched: {
        ownerOf: ({ caller }) => caller.accountId,
        // The answer shows the wallet as this cart left it, not as the next one does.
        takesTurns: ({ caller }) => [caller.accountId],
        readAll: (requests, sql) => lockCarts(mall, sql, requests.map(toCart)),
        async handleAll(requests, sql, facts) {
          const commands = requests.map(toCart);
          const placed = await placeOrders(mall, sql, { commands, facts });
          return placed.map((one) => (one.ok ? reply(201, one.value) : one));
        },
      },
    }),
    endpoint({
      method: "GET",
      path: "/me/orders",
      tag,
      summary: "List my orders, newest first.",
      access: signedIn,
      query: OrdersQuery,
      answers: { 200: OrderPage },
      refusals: [],
      handle: async ({ caller, query, language }) => {
        const customerId = caller.accountId;
        const page = await listOrdersOfCustomer(mall, { customerId, query, language });
        return page.ok ? reply(200, page.value) : page;
      },
    }),
    endpoint({
      method: "GET",
      path: "/me/orders/{orderId}",
      tag,
      summary: "See one of my orders.",
      access: signedIn,
      params: OrderParams,
      answers: { 200: OrderAnswer },
      refusals: ["not_found"],
      handle: async ({ caller, params }) => {
        const it = { id: params.orderId, customerId: caller.accountId };
        const order = await viewOrderOfCustomer(mall, it);
        return order.ok ? reply(200, order.value) : order;
      },
    }),
    ...endingEndpoints(mall),
  ];
}

function toCart(request: { caller: Person; body: NewOrder; language: Language }): CartCommand {
  const { caller, body, language } = request;
  return { customerId: caller.accountId, cart: body, language };
}

/** The two ways in which a customer ends an order. */
function endingEndpoints(mall: MallContext): Endpoint[] {
  return [
    endpoint({
      method: "POST",
      path: "/me/orders/{orderId}/cancel",
      tag,
      summary: "Cancel an order that was not shipped; its points come back.",
      access: signedIn,
      idempotency: "required",
      params: OrderParams,
      body: Cancellation,
      answers: { 200: OrderAnswer },
      refusals: ["not_found", "wrong_state"],
      handle: async ({ caller, params, body }, sql) => {
        const it = { id: params.orderId, customerId: caller.accountId };
        const cancelled = await cancelOrder(mall, sql, {
          order: await lockOrderOfCustomer(sql, it),
          side: "customer",
          by: caller.accountId,
          reason: body?.reason || null,
        });
        if (!cancelled.ok) return cancelled;
        const [answer] = await forCustomer(mall, sql, [cancelled.value]);
        return reply(200, answer);
      },
    }),
    endpoint({
      method: "POST",
      path: "/me/orders/{orderId}/confirm",
      tag,
      summary: "Confirm that an order has arrived; the seller is paid.",
      access: signedIn,
      idempotency: "required",
      params: OrderParams,
      body: Nothing,
      answers: { 200: OrderAnswer },
      refusals: ["not_found", "wrong_state"],
      handle: async ({ caller, params }, sql) => {
        const it = { id: params.orderId, customerId: caller.accountId };
        const completed = await completeOrder(mall, sql, {
          order: await lockOrderOfCustomer(sql, it),
          action: "confirm",
          by: caller.accountId,
        });
        if (!completed.ok) return completed;
        const [answer] = await forCustomer(mall, sql, [completed.value]);
        return reply(200, answer);
      },
    }),
  ];
}
