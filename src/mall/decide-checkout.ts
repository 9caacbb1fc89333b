import { type Points, sum, times } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { type Err, err, ok, type Result } from "../kernel/result.ts";
import { type Fulfilment, fulfilmentOf, type ItemKindKey } from "./items/registry.ts";
import { QUANTITY_MAXIMUM } from "./limits.ts";

/** A product as the checkout locked it. */
export type ProductFacts = {
  readonly id: string;
  readonly sellerId: string;
  readonly name: string;
  readonly picture: string | null;
  readonly kind: ItemKindKey;
  readonly points: Points;
  /** Fen. */
  readonly cash: Points;
  readonly stock: number;
  readonly status: "active" | "hidden";
};

export type CheckoutFacts = {
  readonly products: ReadonlyMap<string, ProductFacts>;
  readonly sellers: ReadonlyMap<
    string,
    { readonly name: string; readonly status: "pending" | "approved" | "suspended" }
  >;
  readonly available: Points;
};

export type CheckoutCommand = {
  readonly lines: readonly { readonly productId: string; readonly quantity: number }[];
  /** The total the customer saw, when it is to be held against the one now. */
  readonly expectedPoints: Points | null;
  readonly language: Language;
};

export type PlannedLine = {
  readonly product: ProductFacts;
  readonly quantity: number;
  readonly points: Points;
  readonly cash: Points;
};

export type PlannedOrder = {
  readonly sellerId: string;
  readonly points: Points;
  readonly cash: Points;
  readonly lines: readonly PlannedLine[];
  readonly fulfilment: Fulfilment;
};

export type CheckoutRefusal =
  | "invalid_request"
  | "seller_suspended"
  | "product_not_available"
  | "out_of_stock"
  | "price_changed"
  | "insufficient_points";

/**
 * One order per seller, in the order of the cart; lines of one product become one. Refusals in
 * order: `invalid_request` (a product that never was, more than an order takes), `seller_suspended`,
 * `product_not_available`, `out_of_stock`, `price_changed`, `insufficient_points`.
 */
export function decideCheckout(
  { products, sellers, available }: CheckoutFacts,
  command: CheckoutCommand,
): Result<readonly PlannedOrder[], CheckoutRefusal> {
  const fault = faultOf(products, command);
  if (fault) return fault;
  const lines = mergeLines(products, command.lines);
  for (const { product } of lines) {
    const seller = sellers.get(product.sellerId);
    if (seller?.status === "suspended") {
      return err("seller_suspended", { values: { name: seller.name } });
    }
  }
  for (const { product } of lines) {
    if (product.status !== "active" || sellers.get(product.sellerId)?.status !== "approved") {
      return err("product_not_available", { values: { name: product.name } });
    }
  }
  for (const { product, quantity } of lines) {
    if (quantity > product.stock) {
      return err("out_of_stock", { values: { name: product.name, left: product.stock } });
    }
  }
  const total = sum(lines.map((line) => line.points));
  if (command.expectedPoints !== null && command.expectedPoints !== total) {
    return err("price_changed", { values: { points: total.toString() } });
  }
  if (total > available) return err("insufficient_points");
  return ok(ordersOf(lines));
}

function faultOf(
  products: ReadonlyMap<string, ProductFacts>,
  { lines, language }: CheckoutCommand,
): Err<"invalid_request"> | null {
  const inEnglish = language === "en";
  const ordered = new Map<string, number>();
  const faults = lines.flatMap(({ productId, quantity }, index) => {
    const soFar = (ordered.get(productId) ?? 0) + quantity;
    ordered.set(productId, soFar);
    if (!products.has(productId)) {
      const detail = inEnglish ? "There is no such product." : "没有此商品。";
      return [{ pointer: `/lines/${index}/productId`, code: "unknown_product", detail }];
    }
    if (soFar <= QUANTITY_MAXIMUM) return [];
    const detail = inEnglish ? `At most ${QUANTITY_MAXIMUM}.` : `不得大于 ${QUANTITY_MAXIMUM}。`;
    return [{ pointer: `/lines/${index}/quantity`, code: "too_large", detail }];
  });
  return faults.length > 0 ? err("invalid_request", { faults }) : null;
}

function mergeLines(
  products: ReadonlyMap<string, ProductFacts>,
  lines: CheckoutCommand["lines"],
): PlannedLine[] {
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of lines) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  return [...quantities].flatMap(([productId, quantity]) => {
    const product = products.get(productId);
    if (!product) return [];
    const line = {
      product,
      quantity,
      points: times(product.points, quantity),
      cash: times(product.cash, quantity),
    };
    return [line];
  });
}

function ordersOf(lines: readonly PlannedLine[]): PlannedOrder[] {
  const bySeller = new Map<string, PlannedLine[]>();
  for (const line of lines) {
    const { sellerId } = line.product;
    bySeller.set(sellerId, [...(bySeller.get(sellerId) ?? []), line]);
  }
  return [...bySeller].map(([sellerId, own]) => ({
    sellerId,
    points: sum(own.map((line) => line.points)),
    cash: sum(own.map((line) => line.cash)),
    lines: own,
    fulfilment: fulfilmentOf(own.map((line) => line.product.kind)),
  }));
}
