import { BUCKETS } from "../../kernel/bucket.ts";
import { addDays, type Instant } from "../../kernel/clock.ts";
import type { Sql } from "../db/database.ts";
import { deleteInBatches } from "../jobs/delete-in-batches.ts";
import { deleteAnswersBefore } from "./idempotency.store.ts";

/** The contract promises a day; a week lets a till that was off over a long weekend post its queue. */
const KEEP_DAYS = 7;

/**
 * Forgets answers that nobody can be waiting for any more, in small statements. Ends early when
 * `signal` says so. Answers how many.
 */
export async function forgetOldAnswers(
  sql: Sql,
  { now, signal }: { now: Instant; signal: AbortSignal },
): Promise<number> {
  const before = addDays(now, -KEEP_DAYS);
  let forgotten = 0;
  for (let bucket = 0; bucket < BUCKETS && !signal.aborted; bucket += 1) {
    forgotten += await deleteInBatches(
      (limit) => deleteAnswersBefore(sql, { bucket, before, limit }),
      signal,
    );
  }
  return forgotten;
}
