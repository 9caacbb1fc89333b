import { pointsToJson } from "../kernel/points.ts";
import { shopMember } from "../platform/http/access.ts";
import { pageOf, readCursor } from "../platform/http/cursor.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { addProduct } from "./add-product.ts";
import { changeProduct } from "./change-product.ts";
import {
  NewProduct,
  ProductAnswer,
  ProductPage,
  ProductParams,
  ProductPatch,
  ProductQuery,
  ShopParams,
} from "./contract.ts";
import type { Context } from "./needs.ts";
import { PAGE_SIZE } from "./page-size.ts";
import { type Product, readProducts } from "./product.store.ts";

export function productEndpoints(context: Context): Endpoint[] {
  return [list(context), add(context), change(context)];
}

function list({ deps }: Context): Endpoint {
  return endpoint({
    method: "GET",
    path: "/shops/{shopId}/products",
    tag: "Shops",
    summary: "What the shop sells, newest first; q searches names, categories and barcodes.",
    access: shopMember(["owner", "manager", "cashier"]),
    params: ShopParams,
    query: ProductQuery,
    answers: { 200: ProductPage },
    refusals: [],
    async handle({ params: { shopId }, query, language }) {
      const cursor = readCursor(query.cursor, { keyCount: 1, language });
      if (!cursor.ok) return cursor;
      const limit = query.limit ?? PAGE_SIZE;
      const rows = await readProducts(
        deps.database,
        { shopId, text: query.q, barcode: query.barcode, status: query.status },
        { before: cursor.value?.[0] ?? null, limit: limit + 1 },
      );
      return reply(200, pageOf(rows, { limit, item: toProductAnswer, keys: ({ id }) => [id] }));
    },
  });
}

function add(context: Context): Endpoint {
  return endpoint({
    method: "POST",
    path: "/shops/{shopId}/products",
    tag: "Shops",
    summary: "Add a product.",
    access: shopMember(["owner", "manager"]),
    params: ShopParams,
    body: NewProduct,
    answers: { 201: ProductAnswer },
    refusals: ["limit_reached", "barcode_in_use"],
    idempotency: "optional",
    async handle({ params: { shopId }, body }, database) {
      const added = await addProduct(context, database, { shopId, product: body });
      return added.ok ? reply(201, toProductAnswer(added.value)) : added;
    },
  });
}

function change(context: Context): Endpoint {
  return endpoint({
    method: "PATCH",
    path: "/shops/{shopId}/products/{productId}",
    tag: "Shops",
    summary: "Change a product, archive it or take it back.",
    access: shopMember(["owner", "manager"]),
    params: ProductParams,
    body: ProductPatch,
    answers: { 200: ProductAnswer },
    refusals: ["not_found", "barcode_in_use"],
    async handle({ params, body }) {
      const changed = await changeProduct(context, { ...params, change: body });
      return changed.ok ? reply(200, toProductAnswer(changed.value)) : changed;
    },
  });
}

function toProductAnswer(product: Product): ProductAnswer {
  return { ...product, price: pointsToJson(product.price) };
}
