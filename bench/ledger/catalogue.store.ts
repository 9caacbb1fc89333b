import { SEARCH_VERSION } from "../../src/mall/search/index-words.ts";
import type { Sql } from "../../src/platform/db/database.ts";

export type LoadedProduct = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly points: number;
  readonly words: readonly string[];
};

/** Products as their seller would have added them, shown at once; the seller is that of `like`. */
export async function insertProducts(
  sql: Sql,
  { products, like }: { products: readonly LoadedProduct[]; like: string },
): Promise<void> {
  await sql.execute(
    `insert into mall_product (id, seller_id, name, description, category, kind, points, cash, stock,
       pictures, status, seller_is_approved, listed_at, created_at, search_words, search_version)
     select given.id, shown.seller_id, given.name, given.description, given.category, shown.kind,
       given.points, 0, 1000, '{}', 'active', true, now(), now(),
       array_to_tsvector(array(select jsonb_array_elements_text(given.words))), $3
     from jsonb_to_recordset($1::jsonb)
       as given (id text, name text, description text, category text, points bigint, words jsonb)
     join mall_product shown on shown.id = $2`,
    [JSON.stringify(products), like, SEARCH_VERSION],
  );
}
