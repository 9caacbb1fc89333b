import type { Language } from "../kernel/refusals.ts";
import { ok, type Result } from "../kernel/result.ts";
import { pageOf, readCursor } from "../platform/http/cursor.ts";
import type { Page } from "../platform/http/schema.ts";
import type { MallContext } from "./context.ts";
import type { SellerProduct } from "./contract.ts";
import { LIMIT_DEFAULT } from "./limits.ts";
import { listProductsOf } from "./product.store.ts";
import { sellerOf, toSellerProduct } from "./product-answer.ts";

/** Everything the seller ever added, hidden ones included, newest first. */
export async function listOwnProducts(
  mall: MallContext,
  it: { sellerId: string; query: { limit?: number; cursor?: string }; language: Language },
): Promise<Result<Page<SellerProduct>, "invalid_request">> {
  const { limit = LIMIT_DEFAULT } = it.query;
  const cursor = readCursor(it.query.cursor, { keyCount: 1, language: it.language });
  if (!cursor.ok) return cursor;
  const before = cursor.value?.[0] ?? null;
  const { sellerId } = it;
  const rows = await listProductsOf(mall.database, { sellerId, before, limit: limit + 1 });
  const sellers = await mall.merchants.sellers(mall.database, [sellerId]);
  return ok(
    pageOf(rows, {
      limit,
      item: (row) => toSellerProduct(row, sellerOf(sellers, row)),
      keys: (row) => [row.id],
    }),
  );
}
