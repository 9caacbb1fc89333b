import { barcodeKey } from "../kernel/text/barcode.ts";
import type { Sql } from "../platform/db/database.ts";
import type { FactVersion } from "../platform/facts/fact-version.store.ts";
import { type Known, type Memory, rememberFacts } from "../platform/facts/remember-facts.ts";
import type { RewardRule } from "./decide-award.ts";
import { findActiveProducts, type Product, type WantedProduct } from "./product.store.ts";
import { finderOf } from "./resolve-lines.ts";
import { readRulesOf } from "./reward-rule.store.ts";

/** What a shop sells and how it awards, remembered by this server; see `rememberFacts`. */
export type ShopFacts = {
  /** By shop. */
  readonly rules: Memory<readonly RewardRule[]>;
  /** By `productKey`; null where the shop has no such active product. */
  products(
    sql: Sql,
    wanted: readonly WantedProduct[],
    at: FactVersion,
  ): Promise<ReadonlyMap<string, Product | null>>;
  /** The products that this server remembers. */
  knownProducts(): Known<Product | null> | null;
};

export function rememberShopFacts(): ShopFacts {
  const products = rememberFacts(loadProducts);
  return {
    rules: rememberFacts<readonly RewardRule[]>(readRulesOf),
    products: (sql, wanted, at) => products(sql, wanted.map(productKey), at),
    knownProducts: products.known,
  };
}

/** A product as lines name it, by id or by its barcode's key: JSON, because a code holds any character. */
export function productKey({ shopId, productId, barcode }: WantedProduct): string {
  return JSON.stringify(
    productId === undefined
      ? { shopId, barcode: barcode === undefined ? undefined : barcodeKey(barcode) }
      : { shopId, productId },
  );
}

async function loadProducts(sql: Sql, keys: readonly string[]) {
  const wanted = keys.map((key) => JSON.parse(key) as WantedProduct);
  const found = await findActiveProducts(sql, wanted);
  const finders = new Map([...found].map(([shopId, products]) => [shopId, finderOf(products)]));
  return new Map(
    keys.map((key, index) => {
      const one = wanted[index] as WantedProduct;
      return [key, finders.get(one.shopId)?.(one) ?? null] as const;
    }),
  );
}
