import type { Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { pointsFromJson, pointsToJson } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { ok, type Result } from "../kernel/result.ts";
import { availableOf, MALL, type PostingRefusal, post, postings } from "../ledger/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import { readAddresses } from "./address.store.ts";
import type { MallContext } from "./context.ts";
import type { CheckoutAnswer, NewOrder, OrderAddress, OrderStatus } from "./contract.ts";
import { type CheckoutRefusal, decideCheckout, type PlannedOrder } from "./decide-checkout.ts";
import { itemKind } from "./items/registry.ts";
import { PICKUP_CODE_DIGITS } from "./limits.ts";
import { insertLines, insertOrder } from "./order.store.ts";
import { newOrderNumber } from "./order-number.ts";
import { lockProducts, type Product, takeStock } from "./product.store.ts";
import { claimCodes } from "./voucher-code.store.ts";

type Command = { customerId: string; cart: NewOrder; language: Language };
type Checkout = { id: string; customerId: string; at: Instant; address: OrderAddress | null };

/**
 * Turns a cart into one order per seller: stock, points and orders change together, in the caller's
 * transaction, or not at all. Refusals in the order of `decideCheckout`; a hold that finds less than
 * was seen (points that expire at this moment, another order of the customer) is refused with
 * `insufficient_points`, and the transaction takes back what was done before it.
 */
export async function placeOrder(
  mall: MallContext,
  sql: Transaction,
  { customerId, cart, language }: Command,
): Promise<Result<CheckoutAnswer, CheckoutRefusal | PostingRefusal>> {
  const productIds = [...new Set(cart.lines.map((line) => line.productId))];
  const products = await lockProducts(sql, productIds);
  const planned = decideCheckout(
    {
      products: new Map(products.map((product) => [product.id, factsOf(product)])),
      sellers: await mall.merchants.sellers(sql, [...new Set(products.map((one) => one.sellerId))]),
      available: await availableOf(sql, { customerId, unit: MALL }),
    },
    {
      lines: cart.lines,
      expectedPoints:
        cart.expectedPoints === undefined ? null : pointsFromJson(cart.expectedPoints),
      language,
    },
  );
  if (!planned.ok) return planned;
  const checkout: Checkout = {
    id: mall.ids.next("checkout"),
    customerId,
    at: mall.clock.now(),
    address: cart.address ?? (await defaultAddress(sql, customerId)),
  };
  const orders: CheckoutAnswer["orders"] = [];
  for (const plan of planned.value) {
    const id = mall.ids.next("order");
    const { points } = plan;
    const { at } = checkout;
    const held = await post(
      sql,
      postings.hold({ customerId, orderId: id, points, at, by: customerId }),
    );
    if (!held.ok) return held;
    const number = newOrderNumber(mall.randomBelow);
    const status = await saveOrder(mall, sql, { id, number, plan, checkout });
    orders.push({ id, number, sellerId: plan.sellerId, points: pointsToJson(points), status });
  }
  const pieces = planned.value.flatMap((plan) => plan.lines);
  await takeStock(
    sql,
    pieces.map(({ product, quantity }) => ({ productId: product.id, quantity })),
  );
  const wallet = await mall.exchange.walletAnswer(sql, customerId);
  return ok({ checkoutId: checkout.id, orders, wallet });
}

async function saveOrder(
  mall: MallContext,
  sql: Transaction,
  {
    id,
    number,
    plan,
    checkout,
  }: { id: string; number: string; plan: PlannedOrder; checkout: Checkout },
): Promise<OrderStatus> {
  const { isCodesOnly, isCollected, isShipped } = plan.fulfilment;
  const status = isCodesOnly ? "delivered" : "placed";
  await insertOrder(sql, {
    id,
    number,
    checkoutId: checkout.id,
    customerId: checkout.customerId,
    sellerId: plan.sellerId,
    status,
    points: plan.points,
    cash: plan.cash,
    // Nobody needs to know where the customer lives when nothing travels.
    address: isShipped ? checkout.address : null,
    pickupCode: isCollected ? newPickupCode(mall) : null,
    placedAt: checkout.at,
    deliveredAt: isCodesOnly ? checkout.at : null,
  });
  const lines = plan.lines.map(({ product, quantity, points, cash }) => ({
    orderId: id,
    productId: product.id,
    name: product.name,
    picture: product.picture,
    kind: product.kind,
    quantity,
    points,
    cash,
  }));
  await insertLines(sql, { customerId: checkout.customerId, lines });
  for (const [line, { productId, kind, quantity }] of lines.entries()) {
    if (!itemKind(kind).isCode) continue;
    const claimed = await claimCodes(sql, { productId, orderId: id, line, quantity });
    invariant(claimed === quantity, `the stock of ${productId} is the number of its codes`);
  }
  return status;
}

async function defaultAddress(sql: Transaction, customerId: string): Promise<OrderAddress | null> {
  const address = (await readAddresses(sql, customerId)).find((one) => one.isDefault);
  if (!address) return null;
  const { recipient, phone, region, street } = address;
  return { recipient, phone, region, street };
}

function newPickupCode(mall: MallContext): string {
  return String(mall.randomBelow(10 ** PICKUP_CODE_DIGITS)).padStart(PICKUP_CODE_DIGITS, "0");
}

function factsOf(product: Product) {
  return { ...product, picture: product.pictures[0] ?? null };
}
