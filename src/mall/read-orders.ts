import { toRfc3339 } from "../kernel/clock.ts";
import { pointsToJson } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Sql } from "../platform/db/database.ts";
import { pageOf, readCursor } from "../platform/http/cursor.ts";
import type { Page } from "../platform/http/schema.ts";
import { timeOrNull } from "../platform/http/schema.ts";
import type { MallContext } from "./context.ts";
import type { OrderAnswer, OrderStatus, SellerOrderAnswer } from "./contract.ts";
import { allowedActions, type OrderSide } from "./decide-order.ts";
import { fulfilmentOf } from "./items/registry.ts";
import { LIMIT_DEFAULT } from "./limits.ts";
import { listOrders, type Order, type OrderLine, readLines } from "./order.store.ts";
import { canonicalOrderNumber } from "./order-number.ts";
import { readCodes } from "./voucher-code.store.ts";

type ListQuery = { limit?: number; cursor?: string; status?: OrderStatus; number?: string };

/** From here on the codes of an order are the customer's: they have been seen. */
const CODES_SHOWN: ReadonlySet<OrderStatus> = new Set(["delivered", "completed"]);

export async function listOrdersOfCustomer(
  mall: MallContext,
  it: { customerId: string; query: ListQuery; language: Language },
): Promise<Result<Page<OrderAnswer>, "invalid_request">> {
  const page = await readPage(mall, { ...it, of: { customerId: it.customerId } });
  if (!page.ok) return page;
  const items = await forCustomer(mall, mall.database, page.value.items);
  return ok({ items, nextCursor: page.value.nextCursor });
}

export async function listOrdersOfSeller(
  mall: MallContext,
  it: { sellerId: string; query: ListQuery; language: Language },
): Promise<Result<Page<SellerOrderAnswer>, "invalid_request">> {
  const page = await readPage(mall, { ...it, of: { sellerId: it.sellerId } });
  if (!page.ok) return page;
  const items = await forSeller(mall, mall.database, page.value.items);
  return ok({ items, nextCursor: page.value.nextCursor });
}

export async function viewOrderOfCustomer(
  mall: MallContext,
  { id, customerId }: { id: string; customerId: string },
): Promise<Result<OrderAnswer, "not_found">> {
  const found = { of: { customerId }, id, status: null, before: null, limit: 1 };
  const [order] = await forCustomer(mall, mall.database, await listOrders(mall.database, found));
  return order ? ok(order) : err("not_found");
}

export async function viewOrderOfSeller(
  mall: MallContext,
  { id, sellerId }: { id: string; sellerId: string },
): Promise<Result<SellerOrderAnswer, "not_found">> {
  const found = { of: { sellerId }, id, status: null, before: null, limit: 1 };
  const [order] = await forSeller(mall, mall.database, await listOrders(mall.database, found));
  return order ? ok(order) : err("not_found");
}

async function readPage(
  mall: MallContext,
  it: {
    of: { customerId: string } | { sellerId: string };
    query: ListQuery;
    language: Language;
  },
): Promise<Result<Page<Order>, "invalid_request">> {
  const { limit = LIMIT_DEFAULT, status = null } = it.query;
  const cursor = readCursor(it.query.cursor, { keyCount: 1, language: it.language });
  if (!cursor.ok) return cursor;
  const before = cursor.value?.[0] ?? null;
  const typed = it.query.number === undefined ? undefined : canonicalOrderNumber(it.query.number);
  const rows = await listOrders(mall.database, {
    of: it.of,
    status,
    before,
    limit: limit + 1,
    ...(typed ? { number: typed } : {}),
  });
  return ok(pageOf(rows, { limit, item: (order) => order, keys: (order) => [order.id] }));
}

/** As the customer sees them, with the codes that are the customer's. */
export async function forCustomer(
  mall: MallContext,
  sql: Sql,
  orders: readonly Order[],
): Promise<OrderAnswer[]> {
  const shown = orders.filter((order) => CODES_SHOWN.has(order.status)).map((order) => order.id);
  const codes = await readCodes(sql, shown);
  const toAnswer = await answersOf(mall, sql, { orders, side: "customer" });
  return orders.map((order) => ({
    ...toAnswer(order),
    pickupCode: order.pickupCode,
    voucherCodes: codes.get(order.id) ?? [],
  }));
}

/** As the seller sees them: no codes, but the customer's name. */
export async function forSeller(
  mall: MallContext,
  sql: Sql,
  orders: readonly Order[],
): Promise<SellerOrderAnswer[]> {
  const customerIds = [...new Set(orders.map((order) => order.customerId))];
  const names = await mall.identity.displayNames(sql, customerIds);
  const toAnswer = await answersOf(mall, sql, { orders, side: "seller" });
  return orders.map((order) => ({
    ...toAnswer(order),
    customerName: names.get(order.customerId) ?? "",
  }));
}

async function answersOf(
  mall: MallContext,
  sql: Sql,
  { orders, side }: { orders: readonly Order[]; side: OrderSide },
): Promise<(order: Order) => OrderAnswer> {
  const lines = await readLines(sql, orders);
  const linesOf = (order: Order) => lines.filter((line) => line.orderId === order.id);
  const sellers = await mall.merchants.sellers(sql, [
    ...new Set(orders.map((order) => order.sellerId)),
  ]);
  return (order) => ({
    id: order.id,
    number: order.number,
    checkoutId: order.checkoutId,
    seller: { id: order.sellerId, name: sellers.get(order.sellerId)?.name ?? "" },
    status: order.status,
    actions: allowedActions(
      { status: order.status, ...fulfilmentOf(linesOf(order).map((line) => line.kind)) },
      side,
    ),
    points: pointsToJson(order.points),
    cash: pointsToJson(order.cash),
    lines: linesOf(order).map(toLine),
    address: order.address,
    carrier: order.carrier,
    trackingNumber: order.trackingNumber,
    pickupCode: null,
    voucherCodes: [],
    placedAt: toRfc3339(order.placedAt),
    acceptedAt: timeOrNull(order.acceptedAt),
    shippedAt: timeOrNull(order.shippedAt),
    deliveredAt: timeOrNull(order.deliveredAt),
    completedAt: timeOrNull(order.completedAt),
    cancelledAt: timeOrNull(order.cancelledAt),
    cancelledBy: order.cancelledBy,
    cancelReason: order.cancelReason,
  });
}

function toLine(line: OrderLine): OrderAnswer["lines"][number] {
  return {
    productId: line.productId,
    name: line.name,
    picture: line.picture,
    quantity: line.quantity,
    points: pointsToJson(line.points),
    kind: line.kind,
  };
}
