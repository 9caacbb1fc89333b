import type { Transactions } from "../platform/db/database.ts";
import { claimWork } from "./due.store.ts";
import { addToAccounts, takeTallies } from "./tally.store.ts";

const TALLIES_AT_ONCE = 500;

/**
 * Adds what batches tallied to the accounts, and answers how many accounts it added to. Each step happens
 * wholly or not at all; of several servers one does it at a time.
 */
export async function foldTallies(
  database: Transactions,
  { signal }: { signal: AbortSignal },
): Promise<number> {
  let added = 0;
  while (!signal.aborted) {
    const sums = await database.transaction(async (sql) => {
      if (!(await claimWork(sql, "tallies"))) return [];
      const taken = await takeTallies(sql, TALLIES_AT_ONCE);
      if (taken.length > 0) await addToAccounts(sql, taken);
      return taken;
    });
    if (sums.length === 0) return added;
    added += sums.length;
  }
  return added;
}
