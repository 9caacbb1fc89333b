import type { Bucket } from "../kernel/bucket.ts";
import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { AccountRef, Role } from "./account.ts";
import type { PendingAward } from "./decide-due.ts";

// Each question names one bucket and walks its index from what was due first, so it reads no more
// than the limit, however many lots there are.

/** Accounts of the bucket that have a lot whose moment has come. */
export async function readExpiring(
  sql: Sql,
  { bucket, at, limit }: { bucket: Bucket; at: Instant; limit: number },
): Promise<AccountRef[]> {
  return sql.query<{ unit: string; owner: string; role: Role }>(
    `select distinct a.unit, a.owner, a.role
     from (select account_id from ledger_lot
           where bucket = $1 and expires_at <= $2 order by expires_at limit $3) due
     join ledger_account a on a.bucket = $1 and a.id = due.account_id`,
    [bucket, toRfc3339(at), limit],
  );
}

/** Sales of the bucket whose points have waited until their moment: the first to come first, of one moment in the order of the sales. */
export async function readMaturing(
  sql: Sql,
  { bucket, at, limit }: { bucket: Bucket; at: Instant; limit: number },
): Promise<PendingAward[]> {
  return sql.query<{ customerId: string; shopId: string; saleId: string }>(
    `select a.owner as "customerId", a.unit as "shopId", p.reference as "saleId"
     from (select account_id, posting_id, matures_at, lot from ledger_lot
           where bucket = $1 and matures_at <= $2
           order by matures_at, account_id, lot limit $3) due
     join ledger_account a on a.bucket = $1 and a.id = due.account_id
     join ledger_posting p on p.bucket = $1 and p.id = due.posting_id
     order by due.matures_at, due.account_id, due.lot`,
    [bucket, toRfc3339(at), limit],
  );
}

/** Whether this transaction is the only one now that does the work of that name. It never waits. */
export async function claimWork(sql: Transaction, name: string): Promise<boolean> {
  const [row] = await sql.query<{ claimed: boolean }>(
    "select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as claimed",
    [`ledger ${name}`],
  );
  return row?.claimed === true;
}
