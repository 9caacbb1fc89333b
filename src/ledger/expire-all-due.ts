import { dayOf, type Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { sum } from "../kernel/points.ts";
import type { Database } from "../platform/db/database.ts";
import { readDueAccounts } from "./expiry.store.ts";
import { expire } from "./kinds.ts";
import { lockAccounts, readLots } from "./ledger.store.ts";
import { post } from "./post.ts";

export type ExpiryRun = { readonly accounts: number };

/** Small batches: a till that waits for one of these customers waits a few milliseconds at most. */
const BATCH_ACCOUNTS = 200;

/**
 * Lets all lots expire whose day has come, an account a transaction. It can be stopped anywhere and
 * run by several servers at once: what is gone is not found again.
 */
export async function expireAllDue(database: Database, at: Instant): Promise<ExpiryRun> {
  const today = dayOf(at);
  let accounts = 0;
  for (;;) {
    const due = await readDueAccounts(database, { today, limit: BATCH_ACCOUNTS });
    if (due.length === 0) return { accounts };
    for (const { bucket, account } of due) {
      await database.transaction(async (sql) => {
        const [state] = (await lockAccounts(sql, bucket, [account])).values();
        invariant(state, "an account with lots is open");
        const lots = (await readLots(sql, bucket, [state.id])).get(state.id) ?? [];
        const amount = sum(
          lots.filter((lot) => lot.expiresOn <= today).map((lot) => lot.remaining),
        );
        if (amount === 0n) return;
        const posting = expire({ account, version: state.version, bucket, amount, at });
        invariant((await post(sql, posting)).ok, "points that are due can expire");
      });
      accounts += 1;
    }
  }
}
