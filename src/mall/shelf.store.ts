import type { Parameter, Sql } from "../platform/db/database.ts";
import type { ProductSort } from "./contract.ts";
import { PRODUCT_COLUMNS, type Product } from "./product.store.ts";

/** A product on the public shelf; `ordered` is what "popular" sorts by. */
export type ShelfProduct = Product & { readonly ordered: number };

export type ShelfFilter = {
  /** In the text form of a tsquery. */
  readonly search: string | null;
  readonly category: string | null;
  readonly sellerId: string | null;
  readonly maxPoints: bigint | null;
  readonly inStock: boolean;
  readonly sort: ProductSort;
  /** The sort key and id of the page's last product; the key is not looked at for `newest`. */
  readonly after: { readonly key: string; readonly id: string } | null;
  readonly limit: number;
};

/** Each order ends with the id, so that no product is met twice or left out between two pages. */
const ORDERS: Readonly<Record<ProductSort, { key: string | null; descending: boolean }>> = {
  newest: { key: null, descending: true },
  points_asc: { key: "points", descending: false },
  points_desc: { key: "points", descending: true },
  popular: { key: "ordered", descending: true },
};

/** What is shown, filtered. Only what the filter asks for is in the statement, so that indexes fit it. */
export async function listShown(sql: Sql, filter: ShelfFilter): Promise<ShelfProduct[]> {
  const parameters: Parameter[] = [];
  const conditions = ["is_shown"];
  const where = (condition: (placeholder: string) => string, value: Parameter) => {
    parameters.push(value);
    conditions.push(condition(`$${parameters.length}`));
  };
  if (filter.search !== null) where((it) => `search_words @@ ${it}::tsquery`, filter.search);
  if (filter.category !== null) where((it) => `category = ${it}`, filter.category);
  if (filter.sellerId !== null) where((it) => `seller_id = ${it}`, filter.sellerId);
  if (filter.maxPoints !== null) where((it) => `points <= ${it}`, filter.maxPoints);
  if (filter.inStock) conditions.push("stock > 0");
  const { key, descending } = ORDERS[filter.sort];
  const direction = descending ? "desc" : "asc";
  const comparison = descending ? "<" : ">";
  if (filter.after !== null) {
    const { key: afterKey, id } = filter.after;
    if (key === null) where((it) => `id ${comparison} ${it}`, id);
    else {
      parameters.push(afterKey, id);
      const [left, right] = [parameters.length - 1, parameters.length];
      conditions.push(`(${key}, id) ${comparison} ($${left}::bigint, $${right})`);
    }
  }
  parameters.push(filter.limit);
  const order = key === null ? `id ${direction}` : `${key} ${direction}, id ${direction}`;
  return sql.query<ShelfProduct>(
    `select ${PRODUCT_COLUMNS}, ordered from mall_product
     where ${conditions.join(" and ")} order by ${order} limit $${parameters.length}`,
    parameters,
  );
}

/** How many products each category shows; empty ones are absent. */
export async function countByCategory(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql.query<{ category: string; count: number }>(
    `select category, count(*)::integer as count from mall_product
     where is_shown group by category`,
  );
  return new Map(rows.map((row) => [row.category, row.count]));
}
