import type { Basket } from "./basket.ts";

/** Whose receipt it is. `available` is what the server said when the code was scanned; null later. */
export type Customer = {
  readonly customerId: string;
  readonly displayName: string;
  readonly available: number | null;
};

/** A basket as the device keeps it: of one tab, for one shop and one account. */
export type SavedBasket = {
  readonly id: string;
  readonly shopId: string;
  readonly accountId: string;
  readonly savedAt: string;
  readonly basket: Basket;
  readonly member: Customer | null;
};

/** Nobody comes back for a basket of yesterday, and it may name a customer. */
const keptMilliseconds = 24 * 60 * 60 * 1000;

/**
 * The baskets that a new tab may continue, newest first, and the ids of those to forget. The tab takes
 * the first that no other tab has.
 */
export function sortBaskets(
  saved: readonly SavedBasket[],
  of: { shopId: string; accountId: string; now: Date },
): { candidates: SavedBasket[]; outdated: string[] } {
  const oldest = of.now.getTime() - keptMilliseconds;
  const isOutdated = (basket: SavedBasket) => Date.parse(basket.savedAt) < oldest;
  const candidates = saved
    .filter((basket) => basket.shopId === of.shopId && basket.accountId === of.accountId)
    .filter((basket) => !isOutdated(basket))
    .sort((a, b) => b.savedAt.localeCompare(a.savedAt));
  return { candidates, outdated: saved.filter(isOutdated).map(({ id }) => id) };
}
