import { type Points, pointsFromJson } from "../kernel/points.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Sql } from "../platform/db/database.ts";
import type { AwardLine } from "./decide-award.ts";
import { findActiveProducts, type Product } from "./product.store.ts";

export type AskedLine = {
  readonly productId?: string;
  readonly barcode?: string;
  readonly quantity: number;
  readonly unitPrice?: number;
};

/** A line with its product known. */
export type KnownLine = AwardLine & { readonly name: string };

/** Finds the products of all lines at once; the price is the product's where the line has none. */
export async function resolveLines(
  sql: Sql,
  { shopId, lines }: { shopId: string; lines: readonly AskedLine[] },
): Promise<Result<KnownLine[], "unknown_product">> {
  const ids = lines.flatMap(({ productId }) => productId ?? []);
  const barcodes = lines.flatMap(({ barcode }) => barcode ?? []);
  const products = await findActiveProducts(sql, { shopId, ids, barcodes });
  const byId = new Map(products.map((product) => [product.id, product]));
  const byBarcode = new Map(products.map((product) => [product.barcode, product]));
  const known: KnownLine[] = [];
  for (const [index, line] of lines.entries()) {
    const product =
      line.productId === undefined ? byBarcode.get(line.barcode ?? "") : byId.get(line.productId);
    if (!product) return unknownProduct(index, line);
    known.push(toKnown(line, product));
  }
  return ok(known);
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
