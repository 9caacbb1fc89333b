import { bucketOf } from "../kernel/bucket.ts";
import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import type { Sql } from "../platform/db/database.ts";
import { places } from "./account.store.ts";
import type { Role } from "./account.ts";
import type { Place } from "./by-place.ts";
import type { Kind } from "./posting.ts";

export type BalanceRow = {
  owner: string;
  unit: string;
  role: Role;
  balance: Points;
  accountId: string;
};
/** `maturesAt`: when they become available; null for those that are. */
export type LotRow = {
  accountId: string;
  expiresAt: Instant;
  maturesAt: Instant | null;
  points: Points;
};
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

type LotColumns = {
  expires_at: Instant | null;
  matures_at: Instant | null;
  remaining: bigint | null;
};

/**
 * Every account of these customers, by unit, and what is left in its lots, nearest expiry first. One
 * statement: between two, points may move, and the lots would not be those of the balance.
 */
export async function readWallets(
  sql: Sql,
  owners: readonly string[],
): Promise<{ accounts: BalanceRow[]; lots: LotRow[] }> {
  const rows = await sql.query<BalanceRow & LotColumns>(
    `select a.id as "accountId", a.owner, a.unit, a.role, a.balance,
       l.expires_at, l.matures_at, l.remaining
     from unnest($1::smallint[], $2::text[]) as wanted (bucket, owner)
     join ledger_account a on a.bucket = wanted.bucket and a.owner = wanted.owner
     left join lateral (
       select expires_at, matures_at, sum(remaining) as remaining from ledger_lot
       where bucket = a.bucket and account_id = a.id group by expires_at, matures_at) l on true
     order by a.unit, a.role, l.expires_at, l.matures_at`,
    [owners.map(bucketOf), owners],
  );
  const accounts = new Map<string, BalanceRow>();
  const lots: LotRow[] = [];
  for (const { expires_at: expiresAt, matures_at: maturesAt, remaining, ...account } of rows) {
    const { accountId } = account;
    accounts.set(accountId, { ...account, balance: points(account.balance) });
    if (expiresAt !== null && remaining !== null) {
      lots.push({ accountId, expiresAt, maturesAt, points: points(remaining) });
    }
  }
  return { accounts: [...accounts.values()], lots };
}

/**
 * What expired in these accounts of the lots that these postings brought. It walks the debits of the
 * accounts, which are few beside the awards, and knows a lot by the entry that brought it.
 */
export async function readExpired(
  sql: Sql,
  of: { accounts: readonly Place[]; sources: readonly string[] },
): Promise<Points> {
  const [row] = await sql.query<{ expired: bigint }>(
    `select coalesce(sum(u.amount), 0) as expired
     from unnest($1::smallint[], $2::uuid[]) as wanted (bucket, id)
     join ledger_entry e on e.bucket = wanted.bucket and e.account_id = wanted.id and e.amount < 0
     join ledger_posting p on p.bucket = e.bucket and p.id = e.posting_id and p.kind = 'expire'
     join ledger_lot_use u
       on u.bucket = e.bucket and u.posting_id = e.posting_id and u.account_id = e.account_id
     join ledger_entry brought on brought.bucket = u.bucket
       and brought.account_id = u.account_id and brought.version = u.lot
     where brought.posting_id = any ($3::uuid[])`,
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
