import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Points } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { ItemKindKey } from "./items/registry.ts";
import { SEARCH_VERSION } from "./search/index-words.ts";

export type Product = {
  readonly id: string;
  readonly sellerId: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly kind: ItemKindKey;
  readonly points: Points;
  /** Fen. */
  readonly cash: Points;
  readonly stock: number;
  readonly pictures: readonly string[];
  readonly status: "active" | "hidden";
  readonly sellerIsApproved: boolean;
  /** When it was first shown; null when it never was. */
  readonly listedAt: Instant | null;
};

export const PRODUCT_COLUMNS = `id, seller_id as "sellerId", name, description, category, kind,
  points, cash, stock, pictures, status, seller_is_approved as "sellerIsApproved",
  listed_at as "listedAt"`;

export async function insertProduct(
  sql: Transaction,
  product: Product,
  { createdAt, searchWords }: { createdAt: Instant; searchWords: readonly string[] },
): Promise<void> {
  await sql.execute(
    `insert into mall_product (id, seller_id, name, description, category, kind, points, cash,
       stock, pictures, status, seller_is_approved, listed_at, created_at, search_words,
       search_version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
       array_to_tsvector($15::text[]), $16)`,
    [
      product.id,
      product.sellerId,
      product.name,
      product.description,
      product.category,
      product.kind,
      product.points,
      product.cash,
      product.stock,
      product.pictures,
      product.status,
      product.sellerIsApproved,
      product.listedAt && toRfc3339(product.listedAt),
      toRfc3339(createdAt),
      searchWords,
      SEARCH_VERSION,
    ],
  );
}

export async function updateProduct(
  sql: Transaction,
  product: Product,
  { searchWords }: { searchWords: readonly string[] },
): Promise<void> {
  await sql.execute(
    `update mall_product set name = $2, description = $3, category = $4, points = $5, cash = $6,
       stock = $7, pictures = $8, status = $9, listed_at = $10,
       search_words = array_to_tsvector($11::text[]), search_version = $12
     where id = $1`,
    [
      product.id,
      product.name,
      product.description,
      product.category,
      product.points,
      product.cash,
      product.stock,
      product.pictures,
      product.status,
      product.listedAt && toRfc3339(product.listedAt),
      searchWords,
      SEARCH_VERSION,
    ],
  );
}

/** The product, kept as it is until the transaction ends; null when the seller has no such product. */
export async function lockProductOf(
  sql: Transaction,
  { id, sellerId }: { id: string; sellerId: string },
): Promise<Product | null> {
  const [row] = await sql.query<Product>(
    `select ${PRODUCT_COLUMNS} from mall_product where id = $1 and seller_id = $2
     for no key update`,
    [id, sellerId],
  );
  return row ?? null;
}

/** Locks them in the order of their ids, as everyone does who needs several. */
export async function lockProducts(sql: Transaction, ids: readonly string[]): Promise<Product[]> {
  return sql.query<Product>(
    `select ${PRODUCT_COLUMNS} from mall_product where id = any($1) order by id
     for no key update`,
    [ids],
  );
}

/** Takes ordered pieces out of stock; the rows are locked and the quantities decided. */
export function takeStock(
  sql: Transaction,
  pieces: readonly { productId: string; quantity: number }[],
): void {
  sql.later(MOVE_STOCK, movesOf(pieces, -1));
}

/** Puts the pieces of cancelled orders back. */
export function returnStock(
  sql: Transaction,
  pieces: readonly { productId: string; quantity: number }[],
): void {
  sql.later(MOVE_STOCK, movesOf(pieces, 1));
}

const MOVE_STOCK = `
update mall_product set stock = stock + moved.pieces, ordered = ordered - moved.pieces
from unnest($1::text[], $2::integer[]) as moved (id, pieces)
where mall_product.id = moved.id`;

/** One row a product: an update from several would count one of them. */
function movesOf(pieces: readonly { productId: string; quantity: number }[], sign: 1 | -1) {
  const sums = new Map<string, number>();
  for (const { productId, quantity } of pieces) {
    sums.set(productId, (sums.get(productId) ?? 0) + sign * quantity);
  }
  return [[...sums.keys()], [...sums.values()]] as const;
}

export async function setStock(
  sql: Transaction,
  { id, stock }: { id: string; stock: number },
): Promise<void> {
  await sql.execute("update mall_product set stock = $2 where id = $1", [id, stock]);
}

/** Notes that what is shown for the first time is now listed, and answers which those are. */
export async function markListed(
  sql: Transaction,
  { sellerId, at }: { sellerId: string; at: Instant },
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `update mall_product set listed_at = $2
     where seller_id = $1 and is_shown and listed_at is null returning id`,
    [sellerId, toRfc3339(at)],
  );
  return rows.map((row) => row.id).sort();
}

/** A seller's own products, newest first; `before` is the last id of the page before. */
export async function listProductsOf(
  sql: Sql,
  { sellerId, before, limit }: { sellerId: string; before: string | null; limit: number },
): Promise<Product[]> {
  return sql.query<Product>(
    `select ${PRODUCT_COLUMNS} from mall_product
     where seller_id = $1 and ($2::text is null or id < $2) order by id desc limit $3`,
    [sellerId, before, limit],
  );
}

/** By id; an id without a product is absent. */
export async function readProducts(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, Product>> {
  const rows = await sql.query<Product>(
    `select ${PRODUCT_COLUMNS} from mall_product where id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** All of a seller's products, kept as they are until the transaction ends. */
export async function lockAllProductsOf(sql: Transaction, sellerId: string): Promise<Product[]> {
  return sql.query<Product>(
    `select ${PRODUCT_COLUMNS} from mall_product where seller_id = $1 order by id
     for no key update`,
    [sellerId],
  );
}

/** Gives products other search words, of this version. */
export async function replaceSearchWords(
  sql: Transaction,
  products: readonly { id: string; words: readonly string[] }[],
): Promise<void> {
  await sql.execute(
    `update mall_product set search_version = $2,
       search_words = array_to_tsvector(array(select jsonb_array_elements_text(given.words)))
     from jsonb_to_recordset($1::jsonb) as given (id text, words jsonb)
     where mall_product.id = given.id`,
    [JSON.stringify(products), SEARCH_VERSION],
  );
}

/**
 * The next products behind an id whose search words are of another version, locked. Products that
 * another transaction has locked are left out.
 */
export async function lockOutdatedProducts(
  sql: Transaction,
  { after, limit }: { after: string; limit: number },
): Promise<Product[]> {
  return sql.query<Product>(
    `select ${PRODUCT_COLUMNS} from mall_product where id > $1 and search_version <> $2
     order by id limit $3 for no key update skip locked`,
    [after, SEARCH_VERSION, limit],
  );
}

export async function countProductsOf(sql: Sql, sellerId: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    "select count(*)::integer as count from mall_product where seller_id = $1",
    [sellerId],
  );
  return row?.count ?? 0;
}
