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

/**
 * So many products are tried in the order of the page before the index of words is asked: a page of a
 * frequent word is found among them, where the index of words would find and sort all of its products.
 */
const TRIED_IN_ORDER = 1_000;

/**
 * What is shown, filtered. Only what the filter asks for is in the statement, so that indexes fit it.
 *
 * A search is two statements at most. Left to itself PostgreSQL walks the order's index for rare words
 * too, because it takes a beginning of a word for more frequent than it is: 43 to 600 ms for a word of
 * few of 200,000 products, where the index of words alone takes 0.1 to 0.5 ms.
 */
export async function listShown(sql: Sql, filter: ShelfFilter): Promise<ShelfProduct[]> {
  const { parameters, conditions, order } = statementOf(filter);
  const [limit, words] = [`$${parameters.length + 1}`, `$${parameters.length + 2}::tsquery`];
  const columns = `${PRODUCT_COLUMNS}, ordered`;
  const shown = `from mall_product where ${conditions.join(" and ")}`;
  if (filter.search === null) {
    return sql.query<ShelfProduct>(`select ${columns} ${shown} order by ${order} limit ${limit}`, [
      ...parameters,
      filter.limit,
    ]);
  }
  const values = [...parameters, filter.limit, filter.search];
  const firstOnes = await sql.query<ShelfProduct>(
    `select ${columns} from (select * ${shown} order by ${order} limit ${TRIED_IN_ORDER}) tried
     where search_words @@ ${words} order by ${order} limit ${limit}`,
    values,
  );
  if (firstOnes.length === filter.limit) return firstOnes;
  return sql.query<ShelfProduct>(
    `with found as materialized (select * ${shown} and search_words @@ ${words})
     select ${columns} from found order by ${order} limit ${limit}`,
    values,
  );
}

/** The conditions with their parameters, and the order. The words of a search are not among them. */
function statementOf(filter: ShelfFilter): {
  parameters: Parameter[];
  conditions: string[];
  order: string;
} {
  const parameters: Parameter[] = [];
  const conditions = ["is_shown"];
  const where = (condition: (placeholder: string) => string, value: Parameter) => {
    parameters.push(value);
    conditions.push(condition(`$${parameters.length}`));
  };
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
  const order = key === null ? `id ${direction}` : `${key} ${direction}, id ${direction}`;
  return { parameters, conditions, order };
}

/** How many products each category shows; empty ones are absent. */
export async function countByCategory(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql.query<{ category: string; count: number }>(
    `select category, count(*)::integer as count from mall_product
     where is_shown group by category`,
  );
  return new Map(rows.map((row) => [row.category, row.count]));
}
