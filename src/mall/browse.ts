import { pointsFromJson } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { isVisible } from "../kernel/text/characters.ts";
import { type CursorKeys, pageOf, readCursor } from "../platform/http/cursor.ts";
import type { Page } from "../platform/http/schema.ts";
import { gatherReads } from "../platform/lanes/gather-reads.ts";
import type { MallContext, SellerFacts } from "./context.ts";
import {
  KNOWN_CATEGORIES,
  type MallSeller,
  type ProductCard,
  type ProductDetail,
  type ProductSort,
  type ProductsQuery,
} from "./contract.ts";
import { LIMIT_DEFAULT } from "./limits.ts";
import { readProducts } from "./product.store.ts";
import { sellerOf, toCard, toDetail } from "./product-answer.ts";
import { toTsquery } from "./search/search-query.ts";
import { countShownProducts, everListed, listApprovedSellers } from "./seller.store.ts";
import { countByCategory, listShown, type ShelfProduct } from "./shelf.store.ts";

/** What approved sellers offer, filtered and sorted, a page at a time. */
export async function browseProducts(
  mall: MallContext,
  { query, language }: { query: ProductsQuery; language: Language },
): Promise<Result<Page<ProductCard>, "invalid_request">> {
  const { limit = LIMIT_DEFAULT, sort = "newest" } = query;
  const cursor = readCursor(query.cursor, {
    keyCount: 3,
    isKeys: ([order, key]) => order === sort && /^\d{1,18}$/.test(key ?? ""),
    language,
  });
  if (!cursor.ok) return cursor;
  const search = query.q !== undefined && isVisible(query.q) ? toTsquery(query.q) : undefined;
  if (search === null) return ok({ items: [], nextCursor: null });
  const [, key = "", id = ""] = cursor.value ?? [];
  const rows = await listShown(mall.database, {
    search: search ?? null,
    category: query.category ?? null,
    sellerId: query.sellerId ?? null,
    maxPoints: query.maxPoints === undefined ? null : pointsFromJson(query.maxPoints),
    inStock: query.inStock ?? false,
    sort,
    after: cursor.value && { key, id },
    limit: limit + 1,
  });
  const sellers = await sellersOf(mall, rows);
  const item = (row: ShelfProduct) => toCard(row, sellerOf(sellers, row));
  return ok(pageOf(rows, { limit, item, keys: (row) => keysOf(row, sort) }));
}

function keysOf(row: ShelfProduct, sort: ProductSort): CursorKeys {
  const keys: Record<ProductSort, string> = {
    newest: "0",
    points_asc: String(row.points),
    points_desc: String(row.points),
    popular: String(row.ordered),
  };
  return [sort, keys[sort], row.id];
}

export type ViewProduct = (productId: string) => Promise<Result<ProductDetail, "not_found">>;

/**
 * One product's page; it stays readable when its seller is suspended, and then says so. Pages that
 * are asked for at the same time are read together.
 */
export function productViewer(mall: MallContext): ViewProduct {
  const { lookUps } = mall.database;
  const readProduct = gatherReads((ids) => readProducts(lookUps, ids));
  const readSeller = gatherReads((ids) => mall.merchants.sellers(lookUps, ids));
  return async (productId) => {
    const product = await readProduct(productId);
    if (product?.status !== "active" || product.listedAt === null) {
      return err("not_found");
    }
    const seller = await readSeller(product.sellerId);
    return seller ? ok(toDetail(product, seller)) : err("not_found");
  };
}

/** All categories, in their order, empty ones included. */
export async function countCategories(
  mall: MallContext,
): Promise<Page<{ key: string; count: number }>> {
  const counts = await countByCategory(mall.database);
  const keys = new Set([...KNOWN_CATEGORIES, ...counts.keys()]);
  const items = [...keys].map((key) => ({ key, count: counts.get(key) ?? 0 }));
  return { items, nextCursor: null };
}

/** Approved sellers, the newest first. */
export async function browseSellers(
  mall: MallContext,
  { query, language }: { query: { limit?: number; cursor?: string }; language: Language },
): Promise<Result<Page<MallSeller>, "invalid_request">> {
  const { limit = LIMIT_DEFAULT } = query;
  const cursor = readCursor(query.cursor, { keyCount: 1, language });
  if (!cursor.ok) return cursor;
  const before = cursor.value?.[0] ?? null;
  const ids = await listApprovedSellers(mall.database, { before, limit: limit + 1 });
  const page = pageOf(ids, { limit, item: (id) => id, keys: (id) => [id] });
  const [sellers, counts] = await Promise.all([
    mall.merchants.sellers(mall.database, page.items),
    countShownProducts(mall.database, page.items),
  ]);
  const items = page.items.flatMap((id) => {
    const seller = sellers.get(id);
    return seller?.status === "approved" ? [toMallSeller(seller, counts)] : [];
  });
  return ok({ items, nextCursor: page.nextCursor });
}

/** A seller's page. Of a suspended one only when it was here before; one turned down never was. */
export async function viewSeller(
  mall: MallContext,
  sellerId: string,
): Promise<Result<MallSeller, "not_found">> {
  const seller = await mall.merchants.seller(mall.database, sellerId);
  if (seller === null || seller.status === "pending") return err("not_found");
  if (seller.status === "suspended" && !(await everListed(mall.database, sellerId))) {
    return err("not_found");
  }
  return ok(toMallSeller(seller, await countShownProducts(mall.database, [sellerId])));
}

function toMallSeller(seller: SellerFacts, counts: ReadonlyMap<string, number>): MallSeller {
  const { id, name, description, colour } = seller;
  return {
    id,
    name,
    description,
    colour,
    status: seller.status === "suspended" ? "suspended" : "approved",
    productCount: counts.get(id) ?? 0,
  };
}

function sellersOf(mall: MallContext, rows: readonly ShelfProduct[]) {
  const ids = [...new Set(rows.map((row) => row.sellerId))];
  return mall.merchants.sellers(mall.database.lookUps, ids);
}
