import type { Instant } from "../kernel/clock.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { EventHandler } from "../platform/events/events.ts";
import type { MallContext } from "./context.ts";
import { lockAllProductsOf, markListed, replaceSearchWords } from "./product.store.ts";
import { searchWordsOf } from "./search/index-words.ts";
import { lockSeller, setSellerApproved } from "./seller.store.ts";

/**
 * What happens to a seller happens to its shelf: an approved one's products appear, each announced
 * once in its life; a suspended one's disappear; a renamed one's are found by the new name.
 */
export function followSellers(mall: MallContext): EventHandler {
  return async (sql, event) => {
    if (event.kind === "seller_approved" || event.kind === "seller_reinstated") {
      await showShelf(mall, sql, event);
    } else if (event.kind === "seller_suspended") {
      await setSellerApproved(sql, { id: event.sellerId, isApproved: false });
    } else if (event.kind === "seller_renamed") {
      await indexAgain(mall, sql, event);
    }
  };
}

async function showShelf(
  mall: MallContext,
  sql: Transaction,
  { sellerId, at }: { sellerId: string; at: Instant },
): Promise<void> {
  await setSellerApproved(sql, { id: sellerId, isApproved: true });
  for (const productId of await markListed(sql, { sellerId, at })) {
    await mall.events.publish(sql, { kind: "product_listed", sellerId, productId, at });
  }
}

async function indexAgain(
  mall: MallContext,
  sql: Transaction,
  { sellerId, name }: { sellerId: string; name: string },
): Promise<void> {
  const seller = await mall.merchants.seller(sql, sellerId);
  await lockSeller(sql, { id: sellerId, isApproved: seller?.status === "approved" });
  const products = await lockAllProductsOf(sql, sellerId);
  const words = products.map((product) => ({
    id: product.id,
    words: searchWordsOf(product, name),
  }));
  await replaceSearchWords(sql, words);
}
