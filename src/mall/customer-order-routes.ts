import type { Language } from "../kernel/refusals.ts";
import type { Transaction } from "../platform/db/database.ts";
import { signedIn } from "../platform/http/access.ts";
import type { Person } from "../platform/http/caller.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { cancelOrders } from "./cancel-order.ts";
import type { OrderOutcome } from "./change-orders.ts";
import { completeOrders } from "./complete-order.ts";
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
import { lockOrdersOfCustomers } from "./order.store.ts";
import { type CartCommand, lockCarts, placeOrders } from "./place-orders.ts";
import { forCustomer, listOrdersOfCustomer, viewOrderOfCustomer } from "./read-orders.ts";
import { replyEach } from "./reply-each.ts";

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
  const ending = {
    ownerOf: ({ caller }: Asked) => caller.accountId,
    takesTurns: ({ params }: Asked) => [params.orderId],
    readAll: (requests: readonly Asked[], sql: Transaction) =>
      lockOrdersOfCustomers(
        sql,
        requests.map(({ params, caller }) => ({ id: params.orderId, owner: caller.accountId })),
      ),
  };
  const answer = (sql: Transaction, ended: readonly OrderOutcome[]) =>
    replyEach(ended, (orders) => forCustomer(mall, sql, orders));
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
      batched: {
        ...ending,
        async handleAll(requests, sql, orders) {
          const wanted = requests.map(({ caller, params, body }) => ({
            order: orders.get(params.orderId),
            side: "customer" as const,
            by: caller.accountId,
            reason: body?.reason || null,
          }));
          return answer(sql, await cancelOrders(mall, sql, wanted));
        },
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
      batched: {
        ...ending,
        async handleAll(requests, sql, orders) {
          const wanted = requests.map(({ caller, params }) => ({
            order: orders.get(params.orderId),
            action: "confirm" as const,
            by: caller.accountId,
          }));
          return answer(sql, await completeOrders(mall, sql, wanted));
        },
      },
    }),
  ];
}

type Asked = { readonly caller: Person; readonly params: { readonly orderId: string } };
