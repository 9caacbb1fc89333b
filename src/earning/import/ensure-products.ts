import { pointsFromJson } from "../../kernel/points.ts";
import { barcodeKey } from "../../kernel/text/barcode.ts";
import type { Context } from "../needs.ts";
import { findProductsByBarcode, insertProducts } from "../product.store.ts";
import { describeProducts } from "./describe-products.ts";
import { lockImport } from "./import-lock.store.ts";
import type { ReceiptLine } from "./parse-line.ts";

/** Bounds the size of one statement. */
const PRODUCTS_PER_STATEMENT = 1_000;

/**
 * Creates the products that the shop does not have yet; the stock code is the barcode. Products that
 * are there, archived ones too, stay as they are. Answers how many products the lines name.
 */
export async function ensureProducts(
  { deps }: Context,
  { shopId, lines }: { shopId: string; lines: readonly ReceiptLine[] },
): Promise<number> {
  const described = describeProducts(lines);
  for (let start = 0; start < described.length; start += PRODUCTS_PER_STATEMENT) {
    const some = described.slice(start, start + PRODUCTS_PER_STATEMENT);
    const barcodes = some.map(({ code }) => code);
    await deps.database.transaction(async (sql) => {
      await lockImport(sql, shopId);
      const present = await findProductsByBarcode(sql, { shopId, barcodes });
      const known = new Set(present.map(({ barcode }) => barcode && barcodeKey(barcode)));
      const products = some
        .filter(({ code }) => !known.has(barcodeKey(code)))
        .map(({ code, name, price }) => ({
          id: deps.ids.next("product"),
          name,
          barcode: code,
          category: null,
          price: pointsFromJson(price),
          status: "active" as const,
        }));
      await insertProducts(sql, { shopId, at: deps.clock.now(), products });
    });
  }
  return described.length;
}
