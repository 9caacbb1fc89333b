import type { MallContext } from "./context.ts";
import { INDEX_BATCH } from "./limits.ts";
import { lockOutdatedProducts, replaceSearchWords } from "./product.store.ts";
import { searchWordsOf } from "./search/index-words.ts";

/**
 * Indexes products again that another version of this program indexed, a batch a transaction, and
 * answers how many. A change of a product waits for its batch, so no older text overwrites a newer one.
 * Ends early when `signal` says so.
 */
export async function indexOutdated(mall: MallContext, signal?: AbortSignal): Promise<number> {
  let indexed = 0;
  let after: string | null = "";
  while (after !== null && !signal?.aborted) {
    const last: { id: string | null; count: number } = await indexBatch(mall, after);
    indexed += last.count;
    after = last.id;
  }
  return indexed;
}

function indexBatch(
  mall: MallContext,
  after: string,
): Promise<{ id: string | null; count: number }> {
  return mall.database.transaction(async (sql) => {
    const products = await lockOutdatedProducts(sql, { after, limit: INDEX_BATCH });
    const sellers = await mall.merchants.sellers(
      sql,
      products.map((product) => product.sellerId),
    );
    const words = products.map((product) => ({
      id: product.id,
      words: searchWordsOf(product, sellers.get(product.sellerId)?.name ?? ""),
    }));
    if (words.length > 0) await replaceSearchWords(sql, words);
    return { id: products.at(-1)?.id ?? null, count: products.length };
  });
}
