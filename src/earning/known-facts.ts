import type { Instant } from "../kernel/clock.ts";
import type { FactVersion } from "../platform/facts/fact-version.store.ts";
import type { SaleCommand } from "./decide-sale.ts";
import { type FactsOfShop, factsOfShop } from "./facts-of-shop.ts";
import type { Context } from "./needs.ts";

export type KnownFacts = {
  readonly version: FactVersion;
  /** Null where something is not remembered, or what stands under the number has to be read. */
  of(command: SaleCommand, now: Instant): FactsOfShop | null;
};

/** All that this server remembers of one version; null while some kind of it is missing. */
export function knownFacts({ merchants, remembered }: Context): KnownFacts | null {
  const shops = merchants.remembered.shops.known();
  const rules = remembered.rules.known();
  const products = remembered.knownProducts();
  if (!shops || !rules || !products) return null;
  const { version } = shops;
  if (rules.version !== version || products.version !== version) return null;
  const policies = merchants.remembered.knownPolicies(version);
  if (policies === null) return null;
  return {
    version,
    of({ shopId }, now) {
      const shop = shops.facts.get(shopId);
      const rulesOfShop = rules.facts.get(shopId);
      if (!shop || !rulesOfShop) return null;
      // Numbers that begin anew every day, or did once, clash by more than their key.
      if (shop.receiptNumbers === "daily" || shop.receiptNumbersWereDaily) return null;
      return factsOfShop(shop, { now, policies, rules: rulesOfShop, products: products.facts });
    },
  };
}
