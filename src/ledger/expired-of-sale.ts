import { bucketOf } from "../kernel/bucket.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Points } from "../kernel/points.ts";
import type { Transaction } from "../platform/db/database.ts";
import { accountId, postingId } from "./account.ts";
import { writeChanges } from "./book.store.ts";
import { accountsOf } from "./book.ts";
import { letExpire } from "./carry-out.ts";
import { loadBook, needsOfHolders } from "./load-book.ts";
import { readExpired } from "./read.store.ts";

/**
 * What of the points of a sale has expired unspent, pending or not. What is due expires first, so the
 * answer does not hang on when the job comes round. The customer's accounts are locked from here on:
 * what is taken back next meets the same points.
 */
export async function expiredOfSale(
  sql: Transaction,
  sale: { customerId: string; shopId: string; saleId: string; at: Instant },
): Promise<Points> {
  const { customerId, shopId, saleId, at } = sale;
  const bucket = bucketOf(customerId);
  const holder = { customerId, unit: shopId };
  const book = await loadBook(sql, needsOfHolders([{ bucket, ...holder }]));
  for (const account of accountsOf(holder)) letExpire(book, { bucket, account }, at);
  writeChanges(sql, book);
  return readExpired(sql, {
    accounts: accountsOf(holder).map((ref) => ({ bucket, id: accountId(ref) })),
    sources: (["earn", "mature"] as const).map((kind) => postingId({ kind, reference: saleId })),
  });
}
