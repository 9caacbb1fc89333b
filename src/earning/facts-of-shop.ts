import type { Instant } from "../kernel/clock.ts";
import { timeZoneOf } from "../merchants/index.ts";
import type { RewardRule } from "./decide-award.ts";
import type { SaleFacts } from "./decide-sale.ts";
import type { Policies, Shop } from "./needs.ts";
import type { Product } from "./product.store.ts";
import { productKey } from "./shop-facts.ts";

/** What every sale of that shop is decided by. */
export type FactsOfShop = Omit<SaleFacts, "isNumberReused" | "customerId">;

export function factsOfShop(
  shop: Shop,
  of: {
    now: Instant;
    policies: Policies;
    rules: readonly RewardRule[];
    /** By `productKey`. */
    products: ReadonlyMap<string, Product | null>;
  },
): FactsOfShop {
  const { now, policies, rules, products } = of;
  return {
    now,
    shop,
    zone: timeZoneOf(shop, policies),
    policies,
    findProduct: (line) => products.get(productKey({ shopId: shop.id, ...line })) ?? undefined,
    rules,
  };
}
