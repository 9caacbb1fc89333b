import { type Clock, dayOf } from "../kernel/clock.ts";
import type { Transactions } from "../platform/db/database.ts";
import { readExpiring } from "./due.store.ts";
import { workInBatches } from "./in-batches.ts";
import { expireDue } from "./post.ts";

/**
 * Lets all lots expire whose day has come, and answers in how many accounts. A customer who comes to
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
        const today = dayOf(clock.now());
        const accounts = await readExpiring(database, { bucket, today, limit });
        return accounts.map((account) => ({ bucket, account }));
      },
      carryOut: (sql, holdings) => expireDue(sql, holdings, clock.now()),
    },
    signal,
  );
}
