import { type Points, pointsFromJson } from "../kernel/points.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { barcodeKey } from "../kernel/text/barcode.ts";
import type { AwardLine } from "./decide-award.ts";
import type { FoundProduct, Product, WantedProduct } from "./product.store.ts";

export type AskedLine = {
  readonly productId?: string;
  readonly barcode?: string;
  readonly quantity: number;
  readonly unitPrice?: number;
};

/** The shop's active product with that id or barcode. */
export type FindProduct = (line: Omit<WantedProduct, "shopId">) => Product | undefined;

/** A line with its product known. */
export type KnownLine = AwardLine & { readonly name: string };

/** All lines with their products; the price is the product's where the line has none. */
export function resolveLines(
  lines: readonly AskedLine[],
  findProduct: FindProduct,
): Result<KnownLine[], "unknown_product"> {
  const known: KnownLine[] = [];
  for (const [index, line] of lines.entries()) {
    const product = findProduct(line);
    if (!product) return unknownProduct(index, line);
    known.push(toKnown(line, product));
  }
  return ok(known);
}

/** Looks products up among those of one shop. */
export function finderOf(products: readonly FoundProduct[]): FindProduct {
  const byId = new Map(products.map((product) => [product.id, product]));
  const byBarcode = new Map(products.map((product) => [product.barcodeKey, product]));
  return ({ productId, barcode }) =>
    productId === undefined ? byBarcode.get(barcodeKey(barcode ?? "")) : byId.get(productId);
}

function toKnown({ quantity, unitPrice }: AskedLine, product: Product): KnownLine {
  const price: Points = unitPrice === undefined ? product.price : pointsFromJson(unitPrice);
  const { id: productId, name, category } = product;
  return { productId, name, category, quantity, unitPrice: price };
}

/** People count lines from 1; the pointer says which entry of the request it is. */
function unknownProduct(index: number, line: AskedLine) {
  const field = line.productId === undefined ? "barcode" : "productId";
  return err("unknown_product", {
    values: { line: index + 1 },
    faults: [
      { pointer: `/lines/${index}/${field}`, code: "unknown_value", detail: String(line[field]) },
    ],
  });
}
