import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import { barcodeKey, canonicalBarcode } from "../kernel/text/barcode.ts";
import { textOf } from "../kernel/text/canonical.ts";
import type { Parameter, Sql } from "../platform/db/database.ts";

export type Product = {
  readonly id: string;
  readonly name: string;
  /** As it is printed. */
  readonly barcode: string | null;
  readonly category: string | null;
  /** In fen. */
  readonly price: Points;
  readonly status: "active" | "archived";
};

/** The unique key that gives one barcode to one active product of a shop. */
export const BARCODE_KEY = "shop_product_barcode_key";

const COLUMNS = "id, name, barcode, category, price, status";
const PRODUCT = "p.id, p.name, p.barcode, p.category, p.price, p.status";
type Row = Omit<Product, "price"> & { price: bigint };

export async function insertProducts(
  sql: Sql,
  { shopId, at, products }: { shopId: string; at: Instant; products: readonly Product[] },
): Promise<void> {
  const column = (of: (product: Product) => Parameter) => products.map(of);
  await sql.execute(
    `insert into shop_product
       (id, shop_id, name, barcode, category, price, status, barcode_key, created_at)
     select id, $1, name, barcode, category, price, status, barcode_key, $2
     from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::text[])
       as new (id, name, barcode, category, price, status, barcode_key)`,
    [
      shopId,
      toRfc3339(at),
      column((product) => product.id),
      column((product) => product.name),
      column((product) => product.barcode),
      column((product) => product.category),
      column((product) => product.price),
      column((product) => product.status),
      column((product) => keyOf(product.barcode)),
    ],
  );
}

/** Whether the shop has so many products, archived ones too. */
export async function hasProducts(
  sql: Sql,
  { shopId, count }: { shopId: string; count: number },
): Promise<boolean> {
  const rows = await sql.query(
    "select 1 from shop_product where shop_id = $1 order by id offset $2 limit 1",
    [shopId, count - 1],
  );
  return rows.length > 0;
}

/** Changes the fields that are given; null when the shop has no such product. */
export async function updateProduct(
  sql: Sql,
  { shopId, productId }: { shopId: string; productId: string },
  change: Partial<Omit<Product, "id">>,
): Promise<Product | null> {
  const [row] = await sql.query<Row>(
    `update shop_product set
       name = coalesce($3, name),
       price = coalesce($4, price),
       status = coalesce($5, status),
       barcode = case when $6 then $7 else barcode end,
       barcode_key = case when $6 then $10 else barcode_key end,
       category = case when $8 then $9 else category end
     where shop_id = $1 and id = $2
     returning ${COLUMNS}`,
    [
      shopId,
      productId,
      change.name ?? null,
      change.price ?? null,
      change.status ?? null,
      change.barcode !== undefined,
      change.barcode ?? null,
      change.category !== undefined,
      change.category ?? null,
      keyOf(change.barcode),
    ],
  );
  return row ? toProduct(row) : null;
}

export type ProductFilter = {
  readonly shopId: string;
  /** Part of the name or category, or the beginning of the barcode, in any case; or the barcode. */
  readonly text?: string | undefined;
  readonly barcode?: string | undefined;
  readonly status?: Product["status"] | undefined;
};

/** Newest first, from after the id `before`. */
export async function readProducts(
  sql: Sql,
  filter: ProductFilter,
  { before, limit }: { before: string | null; limit: number },
): Promise<Product[]> {
  const pattern = filter.text?.replace(/[\\%_]/g, "\\$&");
  const rows = await sql.query<Row>(
    `select ${COLUMNS} from shop_product
     where shop_id = $1 and ($2::text is null or id < $2)
       and ($3::text is null or name ilike '%' || $3 || '%' or category ilike '%' || $3 || '%'
            or barcode ilike $3 || '%' or barcode_key = $7)
       and ($4::text is null or barcode_key = $4) and ($5::text is null or status = $5)
     order by id desc limit $6`,
    [
      filter.shopId,
      before,
      pattern ?? null,
      keyOf(filter.barcode),
      filter.status ?? null,
      limit,
      keyOf(textOf(canonicalBarcode(filter.text ?? ""))),
    ],
  );
  return rows.map(toProduct);
}

/** A product as a line names it: by id, or by barcode. */
export type WantedProduct = {
  readonly shopId: string;
  readonly productId?: string | undefined;
  readonly barcode?: string | undefined;
};

/** A product with what its barcode is found by. */
export type FoundProduct = Product & { readonly barcodeKey: string | null };

/** The active products that are wanted, by shop. */
export async function findActiveProducts(
  sql: Sql,
  wanted: readonly WantedProduct[],
): Promise<Map<string, FoundProduct[]>> {
  const byId = wanted.filter(({ productId }) => productId !== undefined);
  const byBarcode = wanted.filter(({ barcode }) => barcode !== undefined);
  // Two index scans; an "or" over both columns reads the whole shop instead.
  const rows = await sql.query<Row & { shopId: string; barcodeKey: string | null }>(
    `select distinct p.shop_id as "shopId", p.barcode_key as "barcodeKey", ${PRODUCT}
     from unnest($1::text[], $2::text[]) as wanted (shop_id, id)
     join shop_product p on p.shop_id = wanted.shop_id and p.id = wanted.id
     where p.status = 'active'
     union
     select p.shop_id as "shopId", p.barcode_key as "barcodeKey", ${PRODUCT}
     from unnest($3::text[], $4::text[]) as wanted (shop_id, barcode_key)
     join shop_product p on p.shop_id = wanted.shop_id and p.barcode_key = wanted.barcode_key
     where p.status = 'active'`,
    [
      byId.map(({ shopId }) => shopId),
      byId.map(({ productId }) => productId ?? null),
      byBarcode.map(({ shopId }) => shopId),
      byBarcode.map(({ barcode }) => keyOf(barcode)),
    ],
  );
  const products = new Map<string, FoundProduct[]>(wanted.map(({ shopId }) => [shopId, []]));
  for (const { shopId, barcodeKey: key, ...row } of rows) {
    products.get(shopId)?.push({ ...toProduct(row), barcodeKey: key });
  }
  return products;
}

/** Every product of the shop with one of these barcodes, archived ones too. */
export async function findProductsByBarcode(
  sql: Sql,
  { shopId, barcodes }: { shopId: string; barcodes: readonly string[] },
): Promise<Product[]> {
  const rows = await sql.query<Row>(
    `select ${COLUMNS} from shop_product
     where shop_id = $1 and barcode_key = any($2) order by status, id`,
    [shopId, barcodes.map(barcodeKey)],
  );
  return rows.map(toProduct);
}

function keyOf(barcode: string | null | undefined): string | null {
  return barcode === null || barcode === undefined ? null : barcodeKey(barcode);
}

function toProduct(row: Row): Product {
  return { ...row, price: points(row.price) };
}
