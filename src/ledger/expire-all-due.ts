import type { Clock } from "../kernel/clock.ts";
import type { Transactions } from "../platform/db/database.ts";
import { readExpiring } from "./due.store.ts";
import { workInBatches } from "./in-batches.ts";
import { expireDue } from "./post.ts";

/**
 * Lets all lots expire whose moment has come, and answers in how many accounts. A customer who comes to
 * spend does not wait for it: what is due of theirs expires first.
 */
export function expireAllDue(
  database: Transactions,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<number> {
  return workInBatches(
    database,
    {
      name: "expiry",
      async find({ bucket, limit }) {
        const accounts = await readExpiring(database, { bucket, at: clock.now(), limit });
        return accounts.map((account) => ({ bucket, account }));
      },
      carryOut: (sql, holdings) => expireDue(sql, holdings, clock.now()),
    },
    signal,
  );
}
