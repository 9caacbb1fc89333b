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
    `select unit, owner, role from ledger_account
     where bucket = $1 and next_expiry <= $2 order by next_expiry limit $3`,
    [bucket, toRfc3339(at), limit],
  );
}

/**
 * Sales of the bucket whose points have waited until their moment: the first to come first, of one moment
 * in the order of the sales. An account whose moment has come has one such sale at least.
 */
export async function readMaturing(
  sql: Sql,
  { bucket, at, limit }: { bucket: Bucket; at: Instant; limit: number },
): Promise<PendingAward[]> {
  return sql.query<{ customerId: string; shopId: string; saleId: string }>(
    `select a.owner as "customerId", a.unit as "shopId", p.reference as "saleId"
     from (
       select * from ledger_account
       where bucket = $1 and next_maturity <= $2 order by next_maturity limit $3) a
     cross join lateral (
       select ledger_moment(a.lots[5 * n]) as matures_at, a.lots[5 * n - 4] as lot,
         a.lot_sources[n] as posting_id
       from generate_series(1, cardinality(a.lot_sources)) as n
       where a.lots[5 * n] between 1 and ledger_milliseconds($2)) due
     join ledger_posting p on p.bucket = $1 and p.id = due.posting_id
     order by due.matures_at, a.id, due.lot limit $3`,
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
