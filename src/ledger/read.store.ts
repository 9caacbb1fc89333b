import { bucketOf } from "../kernel/bucket.ts";
import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import type { Sql } from "../platform/db/database.ts";
import { places } from "./account.store.ts";
import type { Place } from "./by-place.ts";
import type { Kind } from "./posting.ts";

export type MovementRow = {
  accountId: string;
  version: bigint;
  unit: string;
  amount: Points;
  balanceAfter: Points;
  kind: Kind;
  reference: string;
  at: Instant;
};

/**
 * What expired in these accounts of the lots that the postings brought. Nothing of them went before the
 * first of them was posted, and an account's history is in the order of time: it is read back so far.
 */
export async function readExpired(
  sql: Sql,
  of: { accounts: readonly Place[]; sources: readonly string[] },
): Promise<Points> {
  const [row] = await sql.query<{ expired: bigint }>(
    `with recursive history as (
       select a.bucket, a.id as account_id, a.last_posting as posting_id
       from unnest($1::smallint[], $2::uuid[]) as wanted (bucket, id)
       join ledger_account a on a.bucket = wanted.bucket and a.id = wanted.id
       union all
       select h.bucket, h.account_id, p.priors[array_position(p.accounts, h.account_id)]
       from history h
       join ledger_posting p on p.bucket = h.bucket and p.id = h.posting_id
       where p.at >= (select min(s.at) from ledger_posting s
         where s.bucket = h.bucket and s.id = any ($3::uuid[])))
     select coalesce(sum(u.amount), 0) as expired
     from history h
     join ledger_posting p on p.bucket = h.bucket and p.id = h.posting_id and p.kind = 'expire'
     cross join lateral (
       select p.uses[5 * n - 1] as amount, p.use_sources[n] as source
       from generate_series(1, cardinality(p.use_sources)) as n) u
     where u.source = any ($3::uuid[])`,
    [...places(of.accounts), of.sources],
  );
  return points(row?.expired ?? 0n);
}

export type MovementPage = {
  customerId: string;
  unit: string | null;
  limit: number;
  before: { at: Instant; accountId: string; version: bigint } | null;
};

/**
 * The newest entries of a customer's available accounts. The history of each account is read back from
 * its last posting to the end of the page.
 */
export async function readMovements(sql: Sql, page: MovementPage): Promise<MovementRow[]> {
  const rows = await sql.query<{
    account_id: string;
    version: bigint;
    unit: string;
    amount: bigint;
    balance_after: bigint;
    kind: Kind;
    reference: string;
    at: Instant;
  }>(
    `select a.id as account_id, e.version, a.unit, e.amount, e.balance_after, e.kind, e.reference, e.at
     from ledger_account a
     cross join lateral (
       with recursive history as (
         select p.*, 0 as found from ledger_posting p where p.bucket = a.bucket and p.id = a.last_posting
         union all
         select p.*, h.found + ($4::timestamptz is null or h.at < $4)::int
         from history h
         join ledger_posting p on p.bucket = a.bucket
           and p.id = h.priors[array_position(h.accounts, a.id)]
         where h.found + ($4::timestamptz is null or h.at < $4)::int < $3)
       select h.kind, h.reference, h.at, l.amount, l.version, l.balance_after
       from history h
       cross join lateral unnest(h.accounts, h.amounts, h.versions, h.balances)
         as l (account_id, amount, version, balance_after)
       where l.account_id = a.id
         and ($4::timestamptz is null or h.at < $4
           or (h.at = $4 and (a.id > $5 or (a.id = $5 and l.version < $6))))) e
     where a.bucket = $1 and a.owner = $2 and a.role = 'available'
       and ($7::text is null or a.unit = $7)
     order by e.at desc, a.id, e.version desc limit $3`,
    [
      bucketOf(page.customerId),
      page.customerId,
      page.limit,
      page.before ? toRfc3339(page.before.at) : null,
      page.before?.accountId ?? null,
      page.before?.version ?? null,
      page.unit,
    ],
  );
  return rows.map((row) => ({
    ...row,
    accountId: row.account_id,
    amount: points(row.amount),
    balanceAfter: points(row.balance_after),
  }));
}
