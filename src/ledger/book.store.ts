import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { type Points, points, ZERO } from "../kernel/points.ts";
import type { Transaction } from "../platform/db/database.ts";
import { lockAccounts, places } from "./account.store.ts";
import { floorOf, postingId } from "./account.ts";
import type { AccountState, Book, Changes, Lot, LotUse } from "./book.ts";
import { ByPlace, type Place } from "./by-place.ts";

/**
 * Locks the accounts and puts them as they stand into the book. Those without a row are left out:
 * they have nothing.
 */
export async function lockIntoBook(
  sql: Transaction,
  book: Book,
  wanted: ByPlace<Place & Pick<AccountState, "ref">>,
): Promise<void> {
  for (const account of await lockAccounts(sql, wanted.values())) {
    const asked = wanted.get(account);
    invariant(asked, "a locked account was asked for");
    const { bucket, id, ref } = asked;
    const { balance, version, movedAt } = account;
    book.accounts.set(asked, { bucket, id, ref, balance, version, movedAt });
  }
}

/** Of the postings with these ids, those that have happened. */
export async function readDigests(
  sql: Transaction,
  book: Book,
  wanted: readonly Place[],
): Promise<void> {
  if (wanted.length === 0) return;
  const rows = await sql.query<Place & { digest: bigint }>(
    `select p.bucket, p.id, p.digest
     from unnest($1::smallint[], $2::uuid[]) as wanted (bucket, id)
     join ledger_posting p on p.bucket = wanted.bucket and p.id = wanted.id`,
    places(wanted),
  );
  for (const row of rows) book.digests.set(row, row.digest);
}

type LotRow = {
  bucket: number;
  account_id: string;
  expires_at: Instant;
  lot: bigint;
  amount: bigint;
  remaining: bigint;
  posting_id: string;
  matures_at: Instant | null;
};

/** All lots of these accounts, nearest expiry first. The accounts are locked, so the lots are too. */
export async function readLots(
  sql: Transaction,
  book: Book,
  wanted: readonly Place[],
): Promise<void> {
  if (wanted.length === 0) return;
  const rows = await sql.query<LotRow>(
    `select l.bucket, l.account_id, l.expires_at, l.lot, l.amount, l.remaining, l.posting_id,
       l.matures_at
     from unnest($1::smallint[], $2::uuid[]) as wanted (bucket, id)
     join ledger_lot l on l.bucket = wanted.bucket and l.account_id = wanted.id
     order by l.bucket, l.account_id, l.expires_at, l.lot`,
    places(wanted),
  );
  const lots = new ByPlace<Lot[]>(wanted.map((place) => [place, []]));
  for (const row of rows) {
    lots.get({ bucket: row.bucket, id: row.account_id })?.push(toLot(row, { stored: true }));
  }
  for (const [account, ofAccount] of lots) book.lots.set(account, ofAccount);
}

function toLot(row: LotRow, { stored }: Pick<Lot, "stored">): Lot {
  return {
    bucket: row.bucket,
    accountId: row.account_id,
    expiresAt: row.expires_at,
    lot: row.lot,
    amount: points(row.amount),
    remaining: points(row.remaining),
    postingId: row.posting_id,
    maturesAt: row.matures_at,
    stored,
  };
}

/**
 * What these postings took from which lots. A lot that was used up has no row any more: what it was
 * is told by the entry that brought its points.
 */
export async function readUses(
  sql: Transaction,
  book: Book,
  wanted: readonly Place[],
): Promise<void> {
  if (wanted.length === 0) return;
  const rows = await sql.query<LotRow & { used: bigint; used_by: string }>(
    `select u.bucket, u.account_id, u.expires_at, u.lot, u.amount as used, u.posting_id as used_by,
       least(e.amount, greatest(e.balance_after, 0)) as amount, 0::bigint as remaining,
       e.posting_id, null::timestamptz as matures_at
     from unnest($1::smallint[], $2::uuid[]) as wanted (bucket, id)
     join ledger_lot_use u on u.bucket = wanted.bucket and u.posting_id = wanted.id
     cross join lateral (
       select * from ledger_entry e
       where e.bucket = u.bucket and e.account_id = u.account_id and e.version = u.lot offset 0) e
     order by u.bucket, u.posting_id, u.expires_at, u.lot`,
    places(wanted),
  );
  const uses = new ByPlace<LotUse[]>(wanted.map((place) => [place, []]));
  for (const row of rows) {
    const use = {
      postingId: row.used_by,
      lot: toLot(row, { stored: false }),
      amount: points(row.used),
    };
    uses.get({ bucket: row.bucket, id: row.used_by })?.push(use);
  }
  for (const [posting, ofPosting] of uses) book.uses.set(posting, ofPosting);
}

/**
 * Writes what changed in the book in one statement, so one round trip for any number of postings.
 * Arrays go in, and every join is by primary key: joins of CTEs with each other would be quadratic.
 * The database has the last word, at the commit at the latest: a posting or an account that somebody
 * else has made meanwhile fails on its key, and so does the entry of an account whose version moved.
 */
export function writeChanges(sql: Transaction, book: Book): void {
  const { changes } = book;
  if (changes.postings.length === 0) return;
  const opened: AccountState[] = [];
  const moved: AccountState[] = [];
  for (const [place, versionBefore] of changes.moved) {
    const account = book.accounts.get(place);
    invariant(account, `account ${place.id} moved`);
    (versionBefore === 0n ? opened : moved).push(account);
  }
  sql.later(WRITE_CHANGES, [
    ...postingColumns(changes),
    ...entryColumns(changes),
    ...openedColumns(opened),
    ...places(moved),
    moved.map(({ balance }) => balance),
    moved.map(({ version }) => version),
    ...lotColumns(changes.lots.values().flat()),
    ...columnsOfUses(changes.uses),
    movedAtOf(opened),
    movedAtOf(moved),
  ]);
}

function postingColumns({ postings }: Changes) {
  return [
    postings.map(({ posting }) => posting.bucket),
    postings.map(({ id }) => id),
    postings.map(({ posting }) => posting.kind),
    postings.map(({ posting }) => posting.reference),
    postings.map(({ posting: { refersTo } }) => (refersTo ? postingId(refersTo) : null)),
    postings.map(({ digest }) => digest),
    postings.map(({ posting }) => toRfc3339(posting.at)),
    postings.map(({ posting }) => posting.by),
  ] as const;
}

function entryColumns({ entries }: Changes) {
  return [
    entries.map(({ bucket }) => bucket),
    entries.map(({ accountId }) => accountId),
    entries.map(({ version }) => version),
    entries.map(({ postingId: posting }) => posting),
    entries.map(({ amount }) => amount),
    entries.map(({ balanceAfter }) => balanceAfter),
  ] as const;
}

function openedColumns(accounts: readonly AccountState[]) {
  return [
    ...places(accounts),
    accounts.map(({ ref }) => ref.unit),
    accounts.map(({ ref }) => ref.owner),
    accounts.map(({ ref }) => ref.role),
    accounts.map(({ ref }) => floorOf(ref.role)),
    accounts.map(({ balance }) => balance),
    accounts.map(({ version }) => version),
  ] as const;
}

function movedAtOf(accounts: readonly AccountState[]): (string | null)[] {
  return accounts.map(({ movedAt }) => movedAt && toRfc3339(movedAt));
}

/** Lots with something left are written whole, lots with nothing left go. */
function lotColumns(lots: readonly Lot[]) {
  const kept = lots.filter(({ remaining }) => remaining > ZERO);
  const gone = lots.filter(({ remaining, stored }) => remaining === ZERO && stored);
  return [
    ...lotPlaces(kept),
    kept.map(({ amount }) => amount),
    kept.map(({ remaining }) => remaining),
    kept.map(({ postingId: posting }) => posting),
    kept.map(({ maturesAt }) => maturesAt && toRfc3339(maturesAt)),
    ...lotPlaces(gone),
  ] as const;
}

function lotPlaces(lots: readonly Lot[]) {
  return [
    lots.map(({ bucket }) => bucket),
    lots.map(({ accountId }) => accountId),
    lots.map(({ expiresAt }) => toRfc3339(expiresAt)),
    lots.map(({ lot }) => lot),
  ] as const;
}

function columnsOfUses(uses: readonly LotUse[]) {
  return [
    ...lotPlaces(uses.map(({ lot }) => lot)),
    uses.map(({ postingId: posting }) => posting),
    uses.map(({ amount }): Points => amount),
  ] as const;
}

const WRITE_CHANGES = `
with
  insert_postings as (
    insert into ledger_posting (bucket, id, kind, reference, refers_to, digest, at, by)
    select * from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::uuid[],
      $6::bigint[], $7::timestamptz[], $8::text[])),
  insert_entries as (
    insert into ledger_entry (bucket, account_id, version, posting_id, amount, balance_after)
    select * from unnest($9::smallint[], $10::uuid[], $11::bigint[], $12::uuid[], $13::bigint[],
      $14::bigint[])),
  open_accounts as (
    insert into ledger_account (bucket, id, unit, owner, role, floor, balance, version, moved_at)
    select * from unnest($15::smallint[], $16::uuid[], $17::text[], $18::text[], $19::text[],
      $20::bigint[], $21::bigint[], $22::bigint[], $45::timestamptz[]) as opened (bucket, id) order by bucket, id),
  update_accounts as (
    update ledger_account a
    set balance = moved.balance, version = moved.version, moved_at = moved.moved_at
    from unnest($23::smallint[], $24::uuid[], $25::bigint[], $26::bigint[], $46::timestamptz[])
      as moved (bucket, id, balance, version, moved_at)
    where a.bucket = moved.bucket and a.id = moved.id),
  keep_lots as (
    insert into ledger_lot
      (bucket, account_id, expires_at, lot, amount, remaining, posting_id, matures_at)
    select * from unnest($27::smallint[], $28::uuid[], $29::timestamptz[], $30::bigint[], $31::bigint[],
      $32::bigint[], $33::uuid[], $34::timestamptz[])
    -- A lot of another posting is one whose account two transactions open at once: left alone, so
    -- that the account's own key tells.
    on conflict (bucket, account_id, expires_at, lot) do update set remaining = excluded.remaining
      where ledger_lot.posting_id = excluded.posting_id),
  delete_lots as (
    delete from ledger_lot l
    using unnest($35::smallint[], $36::uuid[], $37::timestamptz[], $38::bigint[])
      as gone (bucket, account_id, expires_at, lot)
    where l.bucket = gone.bucket and l.account_id = gone.account_id
      and l.expires_at = gone.expires_at and l.lot = gone.lot)
insert into ledger_lot_use (bucket, account_id, expires_at, lot, posting_id, amount)
select * from unnest($39::smallint[], $40::uuid[], $41::timestamptz[], $42::bigint[], $43::uuid[],
  $44::bigint[])`;
