import { BUCKETS } from "../kernel/bucket.ts";
import { addDays } from "../kernel/clock.ts";
import { deleteInBatches } from "../platform/jobs/delete-in-batches.ts";
import type { Context } from "./context.ts";
import { deleteQuotesExpiredBefore } from "./quote.store.ts";

/** Confirming a quote too late is answered `quote_expired` for so long, and then `not_found`. */
const KEEP_DAYS = 7;

/**
 * Deletes old quotes in small statements that several servers may run at once. What was promised by one
 * that was used stands in its conversion. Ends early when `signal` says so. Answers how many it deleted.
 */
export async function forgetOldQuotes(
  { deps }: Pick<Context, "deps">,
  signal = new AbortController().signal,
): Promise<number> {
  const before = addDays(deps.clock.now(), -KEEP_DAYS);
  const sql = deps.database.background;
  let forgotten = 0;
  for (let bucket = 0; bucket < BUCKETS && !signal.aborted; bucket += 1) {
    forgotten += await deleteInBatches(
      (limit) => deleteQuotesExpiredBefore(sql, { bucket, before, limit }),
      signal,
    );
  }
  return forgotten;
}
