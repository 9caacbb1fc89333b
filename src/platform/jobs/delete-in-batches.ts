import { rest } from "./rest.ts";

/** A delete of this many rows takes milliseconds, so nothing waits for it. */
const BATCH_ROWS = 1000;
/** After a batch the job rests as long as the batch took, times this. */
const REST_PER_WORK = 4;

/**
 * Deletes in small statements with rests between them, until a statement finds less than its limit or
 * `signal` says stop. Several servers may do the same at once. Answers how many rows it deleted.
 */
export async function deleteInBatches(
  deleteSome: (limit: number) => Promise<number>,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  while (!signal.aborted) {
    const began = performance.now();
    const rows = await deleteSome(BATCH_ROWS);
    deleted += rows;
    if (rows < BATCH_ROWS) return deleted;
    await rest(REST_PER_WORK * (performance.now() - began), signal);
  }
  return deleted;
}
