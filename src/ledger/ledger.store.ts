import { BUCKETS, type Bucket } from "../kernel/bucket.ts";
import { type Day, toRfc3339 } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import { type AccountRef, accountId, floorOf, postingId } from "./account.ts";
import type { AccountState, Lot, LotChange, PostingPlan } from "./decide-posting.ts";
import type { Posting } from "./posting.ts";

const ALL_BUCKETS = Array.from({ length: BUCKETS }, (_, bucket) => bucket);

type AccountRow = { id: string; balance: bigint; version: bigint; floor: bigint | null };

/** Locks the accounts in id order and answers them by id; opens those that do not exist yet. */
export async function lockAccounts(
  sql: Transaction,
  bucket: Bucket,
  refs: readonly AccountRef[],
): Promise<Map<string, AccountState>> {
  const wanted = new Map(refs.map((ref) => [accountId(ref), ref]));
  let rows = await selectForUpdate(sql, bucket, [...wanted.keys()]);
  if (rows.length < wanted.size) {
    await openAccounts(sql, bucket, [...wanted]);
    rows = await selectForUpdate(sql, bucket, [...wanted.keys()]);
  }
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        balance: points(row.balance),
        version: row.version,
        floor: row.floor === null ? null : points(row.floor),
      },
    ]),
  );
}

function selectForUpdate(sql: Transaction, bucket: Bucket, ids: string[]): Promise<AccountRow[]> {
  return sql.query<AccountRow>(
    `select id, balance, version, floor from ledger_account
     where bucket = $1 and id = any($2::uuid[]) order by id for update`,
    [bucket, ids],
  );
}

async function openAccounts(
  sql: Transaction,
  bucket: Bucket,
  accounts: readonly (readonly [string, AccountRef])[],
): Promise<void> {
  await sql.execute(
    `insert into ledger_account (bucket, id, unit, owner, role, floor)
     select $1, id, unit, owner, role, floor
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[])
       as a (id, unit, owner, role, floor)
     order by id
     on conflict do nothing`,
    [
      bucket,
      accounts.map(([id]) => id),
      accounts.map(([, ref]) => ref.unit),
      accounts.map(([, ref]) => ref.owner),
      accounts.map(([, ref]) => ref.role),
      accounts.map(([, ref]) => floorOf(ref.role)),
    ],
  );
}

/** Of the postings with these ids, those that have happened, with their digests. */
export async function readDigests(
  sql: Transaction,
  bucket: Bucket,
  ids: readonly string[],
): Promise<Map<string, bigint>> {
  const rows = await sql.query<{ id: string; digest: bigint }>(
    "select id, digest from ledger_posting where bucket = $1 and id = any($2::uuid[])",
    [bucket, ids],
  );
  return new Map(rows.map((row) => [row.id, row.digest]));
}

type LotRow = {
  account_id: string;
  expires_on: Day;
  lot: bigint;
  remaining: bigint;
  posting_id: string;
};

/** The lots of these accounts, nearest expiry first. The accounts are locked, so the lots are too. */
export async function readLots(
  sql: Transaction,
  bucket: Bucket,
  accounts: readonly string[],
): Promise<Map<string, Lot[]>> {
  const rows = await sql.query<LotRow>(
    `select account_id, expires_on, lot, remaining, posting_id from ledger_lot
     where bucket = $1 and account_id = any($2::uuid[])
     order by account_id, expires_on, lot`,
    [bucket, accounts],
  );
  const lots = new Map<string, Lot[]>(accounts.map((id) => [id, []]));
  for (const row of rows) {
    lots.get(row.account_id)?.push({
      accountId: row.account_id,
      expiresOn: row.expires_on,
      lot: row.lot,
      remaining: points(row.remaining),
      postingId: row.posting_id,
    });
  }
  return lots;
}

/** What a posting took from which lots. */
export async function readLotUses(
  sql: Transaction,
  bucket: Bucket,
  posting: string,
): Promise<LotChange[]> {
  const rows = await sql.query<{
    account_id: string;
    expires_on: Day;
    lot: bigint;
    amount: bigint;
  }>(
    `select account_id, expires_on, lot, amount from ledger_lot_use
     where bucket = $1 and posting_id = $2 order by expires_on, lot`,
    [bucket, posting],
  );
  return rows.map((row) => ({
    accountId: row.account_id,
    expiresOn: row.expires_on,
    lot: row.lot,
    amount: points(row.amount),
  }));
}

/**
 * Writes a planned posting in one statement, so one round trip. The rows of `ledger_lot` that it
 * deletes, shortens, opens and gives back are different rows, as data-modifying CTEs require.
 */
export async function writePosting(
  sql: Transaction,
  posting: Posting,
  { plan, digest }: { plan: PostingPlan; digest: bigint },
): Promise<void> {
  const { entries, opened, taken, returned } = plan;
  const refersTo = posting.refersTo ? postingId(posting.refersTo) : null;
  await sql.execute(WRITE_POSTING, [
    posting.bucket,
    postingId(posting),
    posting.kind,
    posting.reference,
    refersTo,
    digest,
    toRfc3339(posting.at),
    posting.by,
    entries.map((entry) => entry.accountId),
    entries.map((entry) => entry.version),
    entries.map((entry) => entry.amount),
    entries.map((entry) => entry.balanceAfter),
    ...columns(opened),
    ...columns(taken),
    ...columns(returned),
  ]);
}

function columns(changes: readonly LotChange[]) {
  return [
    changes.map((change) => change.accountId),
    changes.map((change) => change.expiresOn),
    changes.map((change) => change.lot),
    changes.map((change) => change.amount),
  ] as const;
}

const WRITE_POSTING = `
with
  entry as (
    select account_id, version, amount, balance_after
    from unnest($9::uuid[], $10::bigint[], $11::bigint[], $12::bigint[])
      as e (account_id, version, amount, balance_after)),
  opened as (
    select * from unnest($13::uuid[], $14::date[], $15::bigint[], $16::bigint[])
      as l (account_id, expires_on, lot, amount)),
  taken as (
    select * from unnest($17::uuid[], $18::date[], $19::bigint[], $20::bigint[])
      as l (account_id, expires_on, lot, amount)),
  returned as (
    select * from unnest($21::uuid[], $22::date[], $23::bigint[], $24::bigint[])
      as l (account_id, expires_on, lot, amount)),
  insert_posting as (
    insert into ledger_posting (bucket, id, kind, reference, refers_to, digest, at, by)
    values ($1, $2, $3, $4, $5, $6, $7, $8)),
  insert_entries as (
    insert into ledger_entry (bucket, account_id, version, posting_id, amount, balance_after)
    select $1, account_id, version, $2, amount, balance_after from entry),
  update_accounts as (
    update ledger_account a set balance = last.balance_after, version = last.version
    from (select distinct on (account_id) * from entry order by account_id, version desc) last
    where a.bucket = $1 and a.id = last.account_id),
  open_lots as (
    insert into ledger_lot (bucket, account_id, expires_on, lot, amount, remaining, posting_id)
    select $1, account_id, expires_on, lot, amount, amount, $2 from opened),
  delete_lots as (
    delete from ledger_lot l using taken t
    where l.bucket = $1 and l.account_id = t.account_id and l.expires_on = t.expires_on
      and l.lot = t.lot and l.remaining = t.amount),
  shorten_lots as (
    update ledger_lot l set remaining = l.remaining - t.amount from taken t
    where l.bucket = $1 and l.account_id = t.account_id and l.expires_on = t.expires_on
      and l.lot = t.lot and l.remaining > t.amount),
  keep_uses as (
    insert into ledger_lot_use (bucket, posting_id, account_id, expires_on, lot, amount)
    select $1, $2, account_id, expires_on, lot, amount from taken)
-- A lot that was used up is made again from the entry that first brought its points.
insert into ledger_lot as l (bucket, account_id, expires_on, lot, amount, remaining, posting_id)
select $1, r.account_id, r.expires_on, r.lot,
  least(e.amount, greatest(e.balance_after, 0)), r.amount, e.posting_id
from returned r
join ledger_entry e on e.bucket = $1 and e.account_id = r.account_id and e.version = r.lot
on conflict (bucket, account_id, expires_on, lot)
do update set remaining = l.remaining + excluded.remaining`;

/** Every stripe of a house account that is open, by bucket. With `lock`, locked in that order. */
export async function readStripes(
  sql: Sql,
  ref: AccountRef,
  { lock }: { lock: boolean },
): Promise<{ bucket: Bucket; balance: Points }[]> {
  const rows = await sql.query<{ bucket: number; balance: bigint }>(
    `select bucket, balance from ledger_account
     where bucket = any($1::smallint[]) and id = $2 order by bucket ${lock ? "for update" : ""}`,
    [ALL_BUCKETS, accountId(ref)],
  );
  return rows.map((row) => ({ bucket: row.bucket, balance: points(row.balance) }));
}

/** The balance of one stripe, locked if it is open. */
export async function lockStripe(
  sql: Transaction,
  bucket: Bucket,
  ref: AccountRef,
): Promise<Points> {
  const [row] = await sql.query<{ balance: bigint }>(
    "select balance from ledger_account where bucket = $1 and id = $2 for update",
    [bucket, accountId(ref)],
  );
  return points(row?.balance ?? 0n);
}

/** Lets one gatherer of a pool through at a time. What it reads afterwards is what the last one left. */
export async function lockPool(sql: Transaction, ref: AccountRef): Promise<void> {
  await sql.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", [accountId(ref)]);
}
