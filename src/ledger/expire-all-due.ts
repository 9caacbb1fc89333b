import { dayOf, type Instant } from "../kernel/clock.ts";
import type { Database } from "../platform/db/database.ts";
import { readDueAccounts } from "./expiry.store.ts";
import { expireDue } from "./post.ts";

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
      await database.transaction((sql) => expireDue(sql, [{ bucket, account }], at));
      accounts += 1;
    }
  }
}
