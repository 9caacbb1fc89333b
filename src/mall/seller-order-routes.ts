import type { Transaction } from "../platform/db/database.ts";
import { sellerMember } from "../platform/http/access.ts";
import { callerId } from "../platform/http/caller.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { cancelOrders } from "./cancel-order.ts";
import { checkPickupCode } from "./check-pickup-code.ts";
import type { MallContext } from "./context.ts";
import {
  Cancellation,
  HandOver,
  Nothing,
  OrdersQuery,
  SellerOrderAnswer,
  SellerOrderPage,
  SellerOrderParams,
  SellerParams,
  Shipment,
} from "./contract.ts";
import { fulfilOrder } from "./fulfil-order.ts";
import { lockOrdersOfSellers } from "./order.store.ts";
import { forSeller, listOrdersOfSeller, viewOrderOfSeller } from "./read-orders.ts";
import { replyEach } from "./reply-each.ts";

const tag = "Sellers";
const access = sellerMember(["owner", "staff"]);
const params = SellerOrderParams;
const answers = { 200: SellerOrderAnswer };

/** What a seller does with orders. */
export function sellerOrderEndpoints(mall: MallContext): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/sellers/{sellerId}/orders",
      tag,
      summary: "List the seller's orders, newest first.",
      access,
      params: SellerParams,
      query: OrdersQuery,
      answers: { 200: SellerOrderPage },
      refusals: [],
      handle: async ({ params: { sellerId }, query, language }) => {
        const page = await listOrdersOfSeller(mall, { sellerId, query, language });
        return page.ok ? reply(200, page.value) : page;
      },
    }),
    endpoint({
      method: "GET",
      path: "/sellers/{sellerId}/orders/{orderId}",
      tag,
      summary: "See one of the seller's orders.",
      access,
      params,
      answers,
      refusals: ["not_found"],
      handle: async ({ params: { sellerId, orderId } }) => {
        const order = await viewOrderOfSeller(mall, { id: orderId, sellerId });
        return order.ok ? reply(200, order.value) : order;
      },
    }),
    ...fulfilmentEndpoints(mall),
    endpoint({
      method: "POST",
      path: "/sellers/{sellerId}/orders/{orderId}/cancel",
      tag,
      summary: "Cancel an order that was not shipped; its points go back to the customer.",
      access,
      idempotency: "required",
      params,
      body: Cancellation,
      answers,
      refusals: ["not_found", "wrong_state"],
      batched: {
        ownerOf: ({ params: { sellerId } }) => sellerId,
        takesTurns: ({ params: { orderId } }) => [orderId],
        readAll: (requests, sql) =>
          lockOrdersOfSellers(
            sql,
            requests.map(({ params: { orderId, sellerId } }) => ({ id: orderId, owner: sellerId })),
          ),
        async handleAll(requests, sql, orders) {
          const wanted = requests.map(({ caller, params: { orderId }, body }) => ({
            order: orders.get(orderId),
            side: "seller" as const,
            by: callerId(caller),
            reason: body?.reason || null,
          }));
          const cancelled = await cancelOrders(mall, sql, wanted);
          return replyEach(cancelled, (changed) => forSeller(mall, sql, changed));
        },
      },
    }),
  ];
}

/** The steps by which an order reaches its customer. */
function fulfilmentEndpoints(mall: MallContext): Endpoint[] {
  const act = async (sql: Transaction, it: Parameters<typeof fulfilOrder>[2]) => {
    const order = await fulfilOrder(mall, sql, it);
    if (!order.ok) return order;
    const [answer] = await forSeller(mall, sql, [order.value]);
    return reply(200, answer);
  };
  return [
    endpoint({
      method: "POST",
      path: "/sellers/{sellerId}/orders/{orderId}/accept",
      tag,
      summary: "Accept a placed order.",
      access,
      idempotency: "required",
      params,
      body: Nothing,
      answers,
      refusals: ["not_found", "wrong_state"],
      handle: ({ params: order }, sql) => act(sql, { ...order, step: { action: "accept" } }),
    }),
    endpoint({
      method: "POST",
      path: "/sellers/{sellerId}/orders/{orderId}/ship",
      tag,
      summary: "Say that an accepted order is on its way.",
      access,
      idempotency: "required",
      params,
      body: Shipment,
      answers,
      refusals: ["not_found", "wrong_state"],
      handle: ({ params: order, body }, sql) => {
        const carrier = body?.carrier || null;
        const trackingNumber = body?.trackingNumber || null;
        return act(sql, { ...order, step: { action: "ship", carrier, trackingNumber } });
      },
    }),
    endpoint({
      method: "POST",
      path: "/sellers/{sellerId}/orders/{orderId}/deliver",
      tag,
      summary: "Say that an order was handed over; what is collected needs the pick-up code.",
      access,
      idempotency: "required",
      params,
      body: HandOver,
      answers,
      refusals: ["rate_limited", "not_found", "wrong_state"],
      prepare: ({ params: order, body, language }) =>
        checkPickupCode(mall, { ...order, pickupCode: body?.pickupCode ?? null, language }),
      handle: ({ params: order }, sql) => act(sql, { ...order, step: { action: "deliver" } }),
    }),
  ];
}
