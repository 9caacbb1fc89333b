import type { Instant } from "../kernel/clock.ts";
import { timeZoneOf } from "../merchants/index.ts";
import type { FactVersion } from "../platform/facts/fact-version.store.ts";
import type { SaleCommand, SaleFacts } from "./decide-sale.ts";
import type { Context } from "./needs.ts";
import { productKey } from "./shop-facts.ts";

/** What a sale of a named customer is decided by, the number taken to be free. */
export type KnownSaleFacts = SaleFacts;

export type KnownFacts = {
  readonly version: FactVersion;
  /** Null where something is not remembered, or what stands under the number has to be read. */
  of(command: SaleCommand, now: Instant): KnownSaleFacts | null;
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
    of({ shopId, sale }, now) {
      const shop = shops.facts.get(shopId);
      const rulesOfShop = rules.facts.get(shopId);
      // Numbers that begin anew every day, or did once, clash by more than their key.
      if (
        !shop ||
        !rulesOfShop ||
        shop.receiptNumbers === "daily" ||
        shop.receiptNumbersWereDaily
      ) {
        return null;
      }
      return {
        now,
        shop,
        zone: timeZoneOf(shop, policies),
        policies,
        isNumberReused: false,
        findProduct: ({ productId, barcode }) =>
          products.facts.get(productKey({ shopId, productId, barcode })) ?? undefined,
        rules: rulesOfShop,
        customerId: sale.customerId ?? null,
      };
    },
  };
}
