import { bucketOf } from "../kernel/bucket.ts";
import { type Day, type Instant, toRfc3339 } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import type { Sql } from "../platform/db/database.ts";
import { accountId, type Role } from "./account.ts";
import type { Kind } from "./posting.ts";

export type BalanceRow = {
  owner: string;
  unit: string;
  role: Role;
  balance: Points;
  accountId: string;
};
/** `maturesAt`: when they become available; null for those that are. */
export type LotRow = { accountId: string; on: Day; maturesAt: Instant | null; points: Points };
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

/** Every account of these customers, by unit. */
export async function readBalances(sql: Sql, owners: readonly string[]): Promise<BalanceRow[]> {
  const rows = await sql.query<Omit<BalanceRow, "accountId" | "balance"> & AccountColumns>(
    `select a.id, a.owner, a.unit, a.role, a.balance
     from unnest($1::smallint[], $2::text[]) as wanted (bucket, owner)
     join ledger_account a on a.bucket = wanted.bucket and a.owner = wanted.owner
     order by a.unit, a.role`,
    [owners.map(bucketOf), owners],
  );
  return rows.map(({ id, balance, ...same }) => ({
    ...same,
    accountId: id,
    balance: points(balance),
  }));
}

type AccountColumns = { id: string; balance: bigint };

/** By account id; accounts that were never opened are missing. Customers' accounts, so one of each. */
export async function readBalancesById(
  sql: Sql,
  places: readonly { bucket: number; id: string }[],
): Promise<ReadonlyMap<string, Points>> {
  const rows = await sql.query<{ id: string; balance: bigint }>(
    `select a.id, a.balance from unnest($1::smallint[], $2::uuid[]) as wanted (bucket, id)
     join ledger_account a on a.bucket = wanted.bucket and a.id = wanted.id`,
    [places.map(({ bucket }) => bucket), places.map(({ id }) => id)],
  );
  return new Map(rows.map(({ id, balance }) => [id, points(balance)]));
}

/** What is left of these accounts by the day it expires, nearest first, and by when it matures. */
export async function readLotSums(
  sql: Sql,
  accounts: readonly Pick<BalanceRow, "owner" | "accountId">[],
): Promise<LotRow[]> {
  const rows = await sql.query<{
    account_id: string;
    expires_on: Day;
    matures_at: Instant | null;
    remaining: bigint;
  }>(
    `select l.account_id, l.expires_on, l.matures_at, sum(l.remaining) as remaining
     from unnest($1::smallint[], $2::uuid[]) as wanted (bucket, account_id)
     join ledger_lot l on l.bucket = wanted.bucket and l.account_id = wanted.account_id
     group by l.account_id, l.expires_on, l.matures_at
     order by l.account_id, l.expires_on, l.matures_at`,
    [accounts.map(({ owner }) => bucketOf(owner)), accounts.map(({ accountId }) => accountId)],
  );
  return rows.map((row) => ({
    accountId: row.account_id,
    on: row.expires_on,
    maturesAt: row.matures_at,
    points: points(row.remaining),
  }));
}

export async function readAvailable(
  sql: Sql,
  { customerId, unit }: { customerId: string; unit: string },
): Promise<Points> {
  const id = accountId({ unit, owner: customerId, role: "available" });
  const [row] = await sql.query<{ balance: bigint }>(
    "select balance from ledger_account where bucket = $1 and id = $2",
    [bucketOf(customerId), id],
  );
  return points(row?.balance ?? 0n);
}

export type MovementPage = {
  customerId: string;
  unit: string | null;
  limit: number;
  before: { at: Instant; accountId: string; version: bigint } | null;
};

/**
 * The newest entries of a customer's available accounts. Each account is read from its newest entry
 * backwards and no further than a page, so years of movements cost nothing.
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
    `select e.account_id, e.version, a.unit, e.amount, e.balance_after, e.kind, e.reference, e.at
     from ledger_account a
     cross join lateral (
       select e.account_id, e.version, e.amount, e.balance_after, p.kind, p.reference, p.at
       from ledger_entry e
       join ledger_posting p on p.bucket = e.bucket and p.id = e.posting_id
       where e.bucket = a.bucket and e.account_id = a.id
         and ($4::timestamptz is null or p.at < $4
           or (p.at = $4 and (e.account_id > $5 or (e.account_id = $5 and e.version < $6))))
       order by e.version desc limit $3) e
     where a.bucket = $1 and a.owner = $2 and a.role = 'available'
       and ($7::text is null or a.unit = $7)
     order by e.at desc, e.account_id, e.version desc limit $3`,
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
