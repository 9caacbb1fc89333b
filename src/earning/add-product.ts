import { pointsFromJson } from "../kernel/points.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Sql } from "../platform/db/database.ts";
import { violates } from "../platform/db/failures.ts";
import type { NewProduct } from "./contract.ts";
import { SHOP_PRODUCTS_MAXIMUM } from "./limits.ts";
import type { Context } from "./needs.ts";
import { BARCODE_KEY, hasProducts, insertProducts, type Product } from "./product.store.ts";

/** Adds a product to a shop. A barcode in use breaks an open transaction, which is then to end. */
export async function addProduct(
  { deps }: Context,
  sql: Sql,
  { shopId, product: asked }: { shopId: string; product: NewProduct },
): Promise<Result<Product, "limit_reached" | "barcode_in_use">> {
  if (await hasProducts(sql, { shopId, count: SHOP_PRODUCTS_MAXIMUM })) {
    return err("limit_reached", { values: { maximum: SHOP_PRODUCTS_MAXIMUM } });
  }
  const product: Product = {
    id: deps.ids.next("product"),
    name: asked.name,
    barcode: asked.barcode ?? null,
    category: asked.category ?? null,
    price: pointsFromJson(asked.price),
    status: "active",
  };
  try {
    await insertProducts(sql, { shopId, at: deps.clock.now(), products: [product] });
  } catch (error) {
    if (violates(error, BARCODE_KEY)) return err("barcode_in_use");
    throw error;
  }
  return ok(product);
}
