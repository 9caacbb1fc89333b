import type { WalletAnswer } from "../exchange/contract.ts";
import type { Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { pointsFromJson, pointsToJson } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import {
  availableIn,
  type Holdings,
  lockForHold,
  type Posting,
  type PostingRefusal,
  postAllWithin,
  postings,
} from "../ledger/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import { type FactVersion, readFactVersion } from "../platform/facts/fact-version.store.ts";
import { readDefaultAddresses } from "./address.store.ts";
import type { MallContext, SellerFacts } from "./context.ts";
import type { CheckoutAnswer, NewOrder, OrderAddress } from "./contract.ts";
import {
  type CheckoutRefusal,
  decideCheckout,
  type PlannedOrder,
  type ProductFacts,
} from "./decide-checkout.ts";
import { itemKind } from "./items/registry.ts";
import { PICKUP_CODE_DIGITS } from "./limits.ts";
import { insertLines, insertOrders, type NewOrderRow, type OrderLine } from "./order.store.ts";
import { newOrderNumber } from "./order-number.ts";
import { lockProducts, type Product, takeStock } from "./product.store.ts";
import { claimCodes } from "./voucher-code.store.ts";

export type CartCommand = {
  readonly customerId: string;
  readonly cart: NewOrder;
  readonly language: Language;
};
type Outcome = Result<CheckoutAnswer, CheckoutRefusal | PostingRefusal>;

/** What some carts are decided by: products and the customers' mall points, locked. */
export type CartFacts = {
  readonly at: Instant;
  readonly products: readonly Product[];
  readonly sellers: ReadonlyMap<string, SellerFacts>;
  readonly holdings: Holdings;
  /** By customer, where there is one. */
  readonly addresses: ReadonlyMap<string, OrderAddress>;
  readonly version: FactVersion;
};

/** Locks the products in the order of their ids, then what the customers have. Sent together. */
export async function lockCarts(
  mall: MallContext,
  sql: Transaction,
  commands: readonly CartCommand[],
): Promise<CartFacts> {
  const productIds = new Set(
    commands.flatMap(({ cart }) => cart.lines.map(({ productId }) => productId)),
  );
  const customerIds = [...new Set(commands.map(({ customerId }) => customerId))];
  const [version, products, holdings, addresses] = await Promise.all([
    readFactVersion(sql),
    lockProducts(sql, [...productIds]),
    lockForHold(sql, customerIds),
    readDefaultAddresses(sql, customerIds),
  ]);
  const sellerIds = [...new Set(products.map(({ sellerId }) => sellerId))];
  const sellers = await mall.merchants.remembered.sellers(sql, sellerIds, version);
  return { at: mall.clock.now(), products, sellers, holdings, addresses, version };
}

/** A cart that becomes orders, unless the ledger refuses its points. */
type Accepted = {
  readonly command: CartCommand;
  readonly checkoutId: string;
  readonly orders: readonly (PlannedOrder & { readonly id: string })[];
};

/**
 * Turns carts into orders, one per seller, exactly as if they came one after another, in as many
 * statements as one cart takes: stock, points and orders of a cart change together or not at all, and
 * one that is refused leaves the others alone. Each customer is there once. Refusals in the order of
 * `decideCheckout`; a hold has the ledger's beside them.
 */
export async function placeOrders(
  mall: MallContext,
  sql: Transaction,
  { commands, facts }: { commands: readonly CartCommand[]; facts: CartFacts },
): Promise<Outcome[]> {
  const decided = decideInOrder(mall, commands, facts);
  const accepted = decided.flatMap((one) => (one.ok ? [one.value] : []));
  const { refusals, holdings } = await holdPoints(sql, accepted, facts);
  const placed = accepted.filter((one) => !refusals.has(one));
  const answers = new Map(await saveCarts(mall, sql, { placed, facts }));
  const { version } = facts;
  const wallets =
    placed.length === 0
      ? new Map<string, WalletAnswer>()
      : await mall.exchange.walletAnswers(sql, { holdings, version });
  return decided.map((one) => {
    if (!one.ok) return one;
    const { command, checkoutId } = one.value;
    const orders = answers.get(one.value);
    const wallet = wallets.get(command.customerId);
    if (!orders) return err(refusals.get(one.value) ?? "insufficient_points");
    invariant(wallet, "whoever pays has a wallet");
    return ok({ checkoutId, orders, wallet });
  });
}

/** Each cart finds the stock that those before it have left. */
function decideInOrder(
  mall: MallContext,
  commands: readonly CartCommand[],
  { products: all, sellers, holdings, at }: CartFacts,
): Result<Accepted, CheckoutRefusal>[] {
  const products = new Map(all.map((product) => [product.id, factsOf(product)]));
  return commands.map((command) => {
    const { customerId, cart, language } = command;
    const { lines, expectedPoints } = cart;
    const planned = decideCheckout(
      { products, sellers, available: availableIn(holdings, customerId, at) },
      {
        lines,
        expectedPoints: expectedPoints === undefined ? null : pointsFromJson(expectedPoints),
        language,
      },
    );
    if (!planned.ok) return planned;
    for (const { product, quantity } of planned.value.flatMap((order) => order.lines)) {
      products.set(product.id, { ...product, stock: product.stock - quantity });
    }
    const checkoutId = mall.ids.next("checkout");
    const orders = planned.value.map((order) => ({ ...order, id: mall.ids.next("order") }));
    return ok({ command, checkoutId, orders });
  });
}

/** Sets the points of all orders aside. Answers which carts the ledger refuses, and why. */
async function holdPoints(
  sql: Transaction,
  accepted: readonly Accepted[],
  { holdings, at }: CartFacts,
): Promise<{ refusals: ReadonlyMap<Accepted, PostingRefusal>; holdings: Holdings }> {
  const wanted = accepted.flatMap((cart) =>
    cart.orders.map(({ id, points }) => {
      const { customerId } = cart.command;
      const hold = postings.hold({ customerId, orderId: id, points, at, by: customerId });
      return { cart, posting: { ...hold, isNew: true } satisfies Posting };
    }),
  );
  if (wanted.length === 0) return { refusals: new Map(), holdings };
  const posted = await postAllWithin(
    sql,
    wanted.map(({ posting }) => posting),
    holdings,
  );
  const refusals = new Map<Accepted, PostingRefusal>();
  for (const [index, { cart }] of wanted.entries()) {
    const result = posted.results[index];
    if (!result || result.ok) continue;
    // Nothing else of the cart was held, so that nothing of it stays.
    invariant(cart.orders.length === 1, `what can be spent can be held: ${result.refusal.code}`);
    refusals.set(cart, result.refusal.code);
  }
  return { refusals, holdings: posted.holdings };
}

/** Writes the orders of the carts and takes their stock. Answers what each cart's orders are told as. */
async function saveCarts(
  mall: MallContext,
  sql: Transaction,
  { placed, facts }: { placed: readonly Accepted[]; facts: CartFacts },
): Promise<(readonly [Accepted, CheckoutAnswer["orders"]])[]> {
  if (placed.length === 0) return [];
  const carts = placed.map((cart) => ({
    cart,
    rows: cart.orders.map((order) => toRow(mall, { cart, order, facts })),
  }));
  insertOrders(
    sql,
    carts.flatMap(({ rows }) => rows),
  );
  const lines = placed.flatMap(linesOf);
  insertLines(sql, lines);
  takeStock(sql, lines);
  for (const { orderId, line, productId, kind, quantity } of lines) {
    if (!itemKind(kind).isCode) continue;
    const claimed = await claimCodes(sql, { productId, orderId, line, quantity });
    invariant(claimed === quantity, `the stock of ${productId} is the number of its codes`);
  }
  return carts.map(({ cart, rows }) => [
    cart,
    rows.map(({ id, number, sellerId, points, status }) => {
      return { id, number, sellerId, points: pointsToJson(points), status };
    }),
  ]);
}

function toRow(
  mall: MallContext,
  of: { cart: Accepted; order: Accepted["orders"][number]; facts: CartFacts },
): NewOrderRow {
  const { cart, order, facts } = of;
  const { customerId, cart: sent } = cart.command;
  const { isCodesOnly, isCollected, isShipped } = order.fulfilment;
  const address = sent.address ?? facts.addresses.get(customerId) ?? null;
  return {
    id: order.id,
    number: newOrderNumber(mall.randomBelow),
    checkoutId: cart.checkoutId,
    customerId,
    sellerId: order.sellerId,
    status: isCodesOnly ? "delivered" : "placed",
    points: order.points,
    cash: order.cash,
    // Nobody needs to know where the customer lives when nothing travels.
    address: isShipped ? address : null,
    pickupCode: isCollected ? newPickupCode(mall) : null,
    placedAt: facts.at,
    deliveredAt: isCodesOnly ? facts.at : null,
  };
}

type PlacedLine = OrderLine & { readonly customerId: string; readonly line: number };

function linesOf({ command: { customerId }, orders }: Accepted): PlacedLine[] {
  return orders.flatMap(({ id: orderId, lines }) =>
    lines.map(({ product, quantity, points, cash }, line) => ({
      customerId,
      orderId,
      line,
      productId: product.id,
      name: product.name,
      picture: product.picture,
      kind: product.kind,
      quantity,
      points,
      cash,
    })),
  );
}

function newPickupCode(mall: MallContext): string {
  return String(mall.randomBelow(10 ** PICKUP_CODE_DIGITS)).padStart(PICKUP_CODE_DIGITS, "0");
}

function factsOf(product: Product): ProductFacts {
  return { ...product, picture: product.pictures[0] ?? null };
}
