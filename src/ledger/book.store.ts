import { toRfc3339 } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { binaryTexts } from "../platform/db/array-binary.ts";
import type { Parameter, Transaction } from "../platform/db/database.ts";
import { lockAccounts, lockNamed, type NamedRows, places } from "./account.store.ts";
import { floorOf, keepsLots, postingId } from "./account.ts";
import {
  type AccountState,
  type Book,
  type Entry,
  lotsOf,
  type Recorded,
  type Step,
} from "./book.ts";
import type { ByPlace, Place } from "./by-place.ts";
import { dueMoments, listOf, readUses, writeLots, writeUses } from "./lots-in-row.ts";
import { addTally } from "./tally.store.ts";

/**
 * Locks the accounts and puts them as they stand, with their lots, into the book. Those without a row
 * have nothing.
 */
export async function lockIntoBook(
  sql: Transaction,
  book: Book,
  wanted: ByPlace<Place & Pick<AccountState, "ref">>,
): Promise<void> {
  const asked = wanted.values();
  for (const account of await lockAccounts(sql, asked)) {
    const found = wanted.get(account);
    invariant(found, "a locked account was asked for");
    const { bucket, id, ref } = found;
    const { lots, ...state } = account;
    book.accounts.set(found, { ...state, bucket, id, ref });
    if (lots.length > 0) book.lots.set(found, lots);
  }
  for (const place of asked) book.looked.set(place, true);
}

/** Locks the accounts that a table of the caller's names, and puts them into the book. */
export async function lockNamedIntoBook(
  sql: Transaction,
  book: Book,
  named: NamedRows,
): Promise<void> {
  for (const { lots, ...account } of await lockNamed(sql, named)) {
    book.accounts.set(account, account);
    book.looked.set(account, true);
    if (lots.length > 0) book.lots.set(account, lots);
  }
}

/** Of the postings with these ids, those that have happened, and what they took from which lots. */
export async function readPostings(
  sql: Transaction,
  book: Book,
  wanted: readonly Place[],
): Promise<void> {
  if (wanted.length === 0) return;
  const rows = await sql.query<
    Place & { digest: bigint; accounts: string; uses: string | null; useSources: string | null }
  >(
    `select p.bucket, p.id, p.digest, p.accounts::text, p.uses::text,
       p.use_sources::text as "useSources"
     from unnest($1::smallint[], $2::uuid[]) as wanted (bucket, id)
     join ledger_posting p on p.bucket = wanted.bucket and p.id = wanted.id`,
    places(wanted),
  );
  for (const row of rows) {
    book.digests.set(row, row.digest);
    book.uses.set(row, readUses(row, row));
  }
}

/**
 * Writes what changed in the book: one statement for the postings, one for the accounts that are new, one
 * for those that moved and one for what is tallied, sent together. Every join is by primary key. The
 * database has the last word, at the commit at the latest: a posting or an account that another
 * transaction has made meanwhile fails on its key.
 */
export function writeChanges(sql: Transaction, book: Book): void {
  const { postings, moved } = book.changes;
  if (postings.length === 0) return;
  const opened: AccountState[] = [];
  const changed: AccountState[] = [];
  for (const [place, versionBefore] of moved) {
    const account = book.accounts.get(place);
    invariant(account, `account ${place.id} moved`);
    (versionBefore === 0n ? opened : changed).push(account);
  }
  insertPostings(sql, postings);
  if (opened.length > 0) openAccounts(sql, book, opened);
  if (changed.length > 0) updateAccounts(sql, book, changed);
  addTally(sql, postings);
}

function insertPostings(sql: Transaction, postings: readonly Recorded[]): void {
  const rows = postings.map(inRow);
  sql.later(INSERT_POSTINGS, [
    postings.map(({ posting }) => posting.bucket),
    postings.map(({ id }) => id),
    postings.map(({ posting }) => posting.kind),
    postings.map(({ posting }) => posting.reference),
    postings.map(({ posting: { refersTo } }) => (refersTo ? postingId(refersTo) : null)),
    postings.map(({ digest }) => digest),
    postings.map(({ posting }) => toRfc3339(posting.at)),
    postings.map(({ posting }) => posting.by),
    binaryTexts(rows.map(({ accounts }) => accounts)),
    binaryTexts(rows.map(({ amounts }) => amounts)),
    binaryTexts(rows.map(({ versions }) => versions)),
    binaryTexts(rows.map(({ balances }) => balances)),
    binaryTexts(rows.map(({ priors }) => priors)),
    binaryTexts(rows.map(({ uses }) => uses)),
    binaryTexts(rows.map(({ useSources }) => useSources)),
  ]);
}

type EntryOfBalance = Entry & { readonly step: Step };

/** The lists of a posting, each as the text of an array: those of different postings differ in length. */
function inRow({ entries, uses }: Recorded) {
  const withBalance = entries.filter((entry): entry is EntryOfBalance => entry.step !== null);
  const tallied = entries.filter(({ step }) => step === null);
  const all = [...withBalance, ...tallied];
  const accounts = all.map(({ accountId }) => accountId);
  const used = writeUses(uses, accounts);
  return {
    accounts: listOf(accounts),
    amounts: listOf(all.map(({ amount }) => amount)),
    versions: listOf(withBalance.map(({ step }) => step.version)),
    balances: listOf(withBalance.map(({ step }) => step.balanceAfter)),
    priors: listOf(withBalance.map(({ step }) => step.prior ?? "NULL")),
    uses: used?.uses ?? "",
    useSources: used?.useSources ?? "",
  };
}

const INSERT_POSTINGS = `
insert into ledger_posting (bucket, id, kind, reference, refers_to, digest, at, by, accounts, amounts,
  versions, balances, priors, uses, use_sources)
select bucket, id, kind, reference, refers_to, digest, at, by, accounts::uuid[], amounts::bigint[],
  versions::bigint[], balances::bigint[], priors::uuid[], nullif(uses, '')::bigint[],
  nullif(use_sources, '')::uuid[]
from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::bigint[],
    $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
    $14::text[], $15::text[])
  as p (bucket, id, kind, reference, refers_to, digest, at, by, accounts, amounts, versions, balances,
    priors, uses, use_sources)`;

function openAccounts(sql: Transaction, book: Book, accounts: readonly AccountState[]): void {
  sql.later(OPEN_ACCOUNTS, [
    ...stateColumns(book, accounts),
    accounts.map(({ ref }) => ref.unit),
    accounts.map(({ ref }) => ref.owner),
    accounts.map(({ ref }) => ref.role),
    accounts.map(({ ref }) => floorOf(ref.role)),
  ]);
}

function updateAccounts(sql: Transaction, book: Book, accounts: readonly AccountState[]): void {
  sql.later(UPDATE_ACCOUNTS, stateColumns(book, accounts));
}

function stateColumns(book: Book, accounts: readonly AccountState[]): Parameter[] {
  const rows = accounts.map((account) => {
    const lots = lotsOf(book, account);
    const written = keepsLots(account.ref.role) ? writeLots(lots) : { lots: "", lotSources: "" };
    return { ...written, ...dueMoments(lots) };
  });
  return [
    ...places(accounts),
    accounts.map(({ balance }) => balance),
    accounts.map(({ version }) => version),
    accounts.map(({ movedAt }) => movedAt && toRfc3339(movedAt)),
    accounts.map(({ lastPosting }) => lastPosting),
    binaryTexts(rows.map(({ lots }) => lots)),
    binaryTexts(rows.map(({ lotSources }) => lotSources)),
    rows.map(({ nextExpiry }) => nextExpiry && toRfc3339(nextExpiry)),
    rows.map(({ nextMaturity }) => nextMaturity && toRfc3339(nextMaturity)),
  ];
}

const STATE = `$1::smallint[], $2::uuid[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::uuid[],
    $7::text[], $8::text[], $9::timestamptz[], $10::timestamptz[]`;
const STATE_COLUMNS =
  "bucket, id, balance, version, moved_at, last_posting, lots, lot_sources, next_expiry, next_maturity";

const OPEN_ACCOUNTS = `
insert into ledger_account (${STATE_COLUMNS}, unit, owner, role, floor)
select bucket, id, balance, version, moved_at, last_posting, nullif(lots, '')::bigint[],
  nullif(lot_sources, '')::uuid[], next_expiry, next_maturity, unit, owner, role, floor
from unnest(${STATE}, $11::text[], $12::text[], $13::text[], $14::bigint[])
  as a (${STATE_COLUMNS}, unit, owner, role, floor)
order by bucket, id`;

const UPDATE_ACCOUNTS = `
update ledger_account a
set balance = moved.balance, version = moved.version, moved_at = moved.moved_at,
  last_posting = moved.last_posting, lots = nullif(moved.lots, '')::bigint[],
  lot_sources = nullif(moved.lot_sources, '')::uuid[], next_expiry = moved.next_expiry,
  next_maturity = moved.next_maturity
from unnest(${STATE}) as moved (${STATE_COLUMNS})
where a.bucket = moved.bucket and a.id = moved.id`;
