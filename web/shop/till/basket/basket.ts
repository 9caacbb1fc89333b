import { barcodeKey } from "../../../../src/kernel/text/barcode.ts";
import { fold } from "../../../../src/kernel/text/fold.ts";
import type { BasketLine, ShopProduct } from "../../../api/index.ts";
import { quantityMaximum } from "../entry/entry.ts";

/** One product on the receipt being made. A product stands on one line only. */
export type Line = { product: ShopProduct; quantity: number };

/** The lines in the order in which they were first added, and which was touched last. */
export type Basket = { lines: readonly Line[]; lastProductId: string | null };

export const emptyBasket: Basket = { lines: [], lastProductId: null };

/** Adds to the product's line, or starts one at the end. */
export function addToBasket(basket: Basket, product: ShopProduct, quantity: number): Basket {
  const present = basket.lines.find((line) => line.product.id === product.id);
  if (present !== undefined) return setQuantity(basket, product.id, present.quantity + quantity);
  const lines = [...basket.lines, { product, quantity: bounded(quantity) }];
  return { lines, lastProductId: product.id };
}

/** Sets a line's quantity; 0 takes the line away. */
export function setQuantity(basket: Basket, productId: string, quantity: number): Basket {
  if (quantity <= 0) {
    const lines = basket.lines.filter((line) => line.product.id !== productId);
    return { lines, lastProductId: lines.at(-1)?.product.id ?? null };
  }
  const lines = basket.lines.map((line) =>
    line.product.id === productId ? { ...line, quantity: bounded(quantity) } : line,
  );
  return { lines, lastProductId: productId };
}

/** One more or less of the line touched last; nothing when the basket is empty. */
export function stepLast(basket: Basket, by: number): Basket {
  const last = basket.lines.find((line) => line.product.id === basket.lastProductId);
  return last === undefined ? basket : setQuantity(basket, last.product.id, last.quantity + by);
}

/** Fen. */
export function amountOf(basket: Basket): number {
  return basket.lines.reduce((sum, line) => sum + line.product.price * line.quantity, 0);
}

export function piecesOf(basket: Basket): number {
  return basket.lines.reduce((sum, line) => sum + line.quantity, 0);
}

/** The lines as the server takes them, at the prices on screen. */
export function wireLines(basket: Basket): BasketLine[] {
  return basket.lines.map((line) => ({
    productId: line.product.id,
    quantity: line.quantity,
    unitPrice: line.product.price,
  }));
}

/** The product with this barcode, however many zeros are printed before it. */
export function productOfBarcode(
  products: readonly ShopProduct[],
  barcode: string,
): ShopProduct | undefined {
  const key = barcodeKey(barcode);
  return products.find(({ barcode: own }) => own !== null && barcodeKey(own) === key);
}

/**
 * The products a text finds, best first: its barcode alone when one matches exactly; else names
 * that begin with it, names that contain it, categories.
 */
export function findProducts(products: readonly ShopProduct[], text: string): ShopProduct[] {
  const wanted = fold(text);
  if (wanted === "") return [...products];
  const coded = productOfBarcode(products, text);
  if (coded !== undefined) return [coded];
  const ranked = products.map((product) => ({ product, rank: rankOf(product, wanted) }));
  return ranked
    .filter(({ rank }) => rank < notFound)
    .sort((a, b) => a.rank - b.rank)
    .map(({ product }) => product);
}

const notFound = 4;

function rankOf(product: ShopProduct, wanted: string): number {
  const name = fold(product.name);
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(wanted)) return 2;
  if (product.category !== null && fold(product.category).includes(wanted)) return 3;
  return notFound;
}

function bounded(quantity: number): number {
  return Math.min(quantity, quantityMaximum);
}
