import {
  type Points,
  pointsFromJson,
  pointsToJson,
  sum,
  times,
} from "../../../src/kernel/points.ts";
import { QUANTITY_MAXIMUM } from "../../../src/mall/limits.ts";
import type { ProductCard } from "../../api/index.ts";

/** What the browser keeps of a line; everything else is read from the server again. */
export type CartLine = { productId: string; quantity: number };

/** A line with the product as the server describes it now. */
export type PricedLine = { product: ProductCard; quantity: number };

export type SellerGroup = { seller: ProductCard["seller"]; lines: PricedLine[] };

export function addLine(lines: readonly CartLine[], added: CartLine): CartLine[] {
  const before = lines.find((line) => line.productId === added.productId);
  return setLine(lines, { ...added, quantity: added.quantity + (before?.quantity ?? 0) });
}

/** Replaces the line of a product, or adds it at the end; a quantity of 0 removes it. */
export function setLine(lines: readonly CartLine[], changed: CartLine): CartLine[] {
  const quantity = Math.min(changed.quantity, QUANTITY_MAXIMUM);
  const others = lines.filter((line) => line.productId !== changed.productId);
  if (quantity < 1) return others;
  const line = { productId: changed.productId, quantity };
  return others.length === lines.length
    ? [...lines, line]
    : lines.map((other) => (other.productId === line.productId ? line : other));
}

/** One group per seller, in the order in which their first product was added. */
export function groupBySeller(lines: readonly PricedLine[]): SellerGroup[] {
  const groups = new Map<string, SellerGroup>();
  for (const line of lines) {
    const { seller } = line.product;
    const group = groups.get(seller.id) ?? { seller, lines: [] };
    group.lines.push(line);
    groups.set(seller.id, group);
  }
  return [...groups.values()];
}

/** What the lines cost at the prices the server gave: points, and fen due on delivery. */
export function totalOf(lines: readonly PricedLine[]): { points: number; cash: number } {
  return {
    points: totalBy(lines, (product) => product.points),
    cash: totalBy(lines, (product) => product.cash),
  };
}

function totalBy(lines: readonly PricedLine[], amount: (product: ProductCard) => number): number {
  const amounts: Points[] = lines.map((line) =>
    times(pointsFromJson(amount(line.product)), line.quantity),
  );
  return pointsToJson(sum(amounts));
}

/** Why a line cannot be redeemed as it stands, or null. */
export function obstacleOf(
  line: PricedLine,
): "out_of_stock" | "seller_suspended" | "too_many" | null {
  if (!line.product.redeemable) return line.product.reason ?? "out_of_stock";
  return line.quantity > line.product.stock ? "too_many" : null;
}

/** Reads what the browser kept; what is not a cart is an empty one. */
export function parseCart(text: string | null): CartLine[] {
  try {
    const parsed: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(parsed)) return [];
    return parsed.filter(isLine).reduce<CartLine[]>(addLine, []);
  } catch {
    return [];
  }
}

function isLine(value: unknown): value is CartLine {
  if (typeof value !== "object" || value === null) return false;
  const { productId, quantity } = value as Partial<CartLine>;
  return typeof productId === "string" && Number.isInteger(quantity) && (quantity ?? 0) > 0;
}
