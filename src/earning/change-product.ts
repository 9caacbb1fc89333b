import { pointsFromJson } from "../kernel/points.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { violates } from "../platform/db/failures.ts";
import type { ProductPatch } from "./contract.ts";
import type { Context } from "./needs.ts";
import { BARCODE_KEY, type Product, updateProduct } from "./product.store.ts";

/** Changes what is given and leaves the rest. Receipts keep the name and price of their day. */
export async function changeProduct(
  { deps }: Context,
  of: { shopId: string; productId: string; change: ProductPatch },
): Promise<Result<Product, "not_found" | "barcode_in_use">> {
  const { name, barcode, category, price, status } = of.change;
  const change = {
    ...(name === undefined ? {} : { name }),
    ...(barcode === undefined ? {} : { barcode }),
    ...(category === undefined ? {} : { category }),
    ...(price === undefined ? {} : { price: pointsFromJson(price) }),
    ...(status === undefined ? {} : { status }),
  };
  try {
    const product = await updateProduct(deps.database, of, change);
    return product ? ok(product) : err("not_found");
  } catch (error) {
    if (violates(error, BARCODE_KEY)) return err("barcode_in_use");
    throw error;
  }
}
