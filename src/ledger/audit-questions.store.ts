import type { Parameter, Sql } from "../platform/db/database.ts";
import {
  bit,
  FREE_KINDS,
  NAMED_ACCOUNTS,
  NO_PLACE,
  SIGNATURES,
  WRONG_ACCOUNT,
  WRONG_LOTS_IN_ROW,
  WRONG_POSTING_ROW,
} from "./audit-places.store.ts";

/**
 * A part of the books whose rows can be judged by themselves: accounts and all that was written to
 * them since a point from which they were right. Everything is in one bucket or another, so a part
 * is some buckets, or some accounts of them.
 */
export type Extent = {
  /** `with` clauses: account, entry, posting, lot, use and referred. */
  readonly relations: string;
  /** What the clauses take. */
  readonly parameters: readonly Parameter[];
};

/** What was found in one extent. Every number of `differences` must be 0. */
export type Findings = {
  readonly units: readonly UnitSums[];
  readonly entries: number;
  readonly differences: ReadonlyMap<string, number>;
};
export type UnitSums = { unit: string; issued: bigint; held: bigint; retired: bigint };

const SIGNATURE_ROWS = SIGNATURES.map(({ kind, bits }) => `('${kind}', ${bits})`).join(",\n      ");
const FREE = FREE_KINDS.map((kind) => `'${kind}'`).join(", ");

/**
 * One entry as a link between the balance before it and the balance after it, each with its version:
 * and the posting it came from: 64-bit fingerprints, combined by exclusive or. In an unbroken chain everything between the first
 * balance and the last meets its counterpart and vanishes. Sorting the entries and comparing
 * neighbours says the same and was measured at a third of the speed; a broken chain would pass once
 * in 2^64.
 */
const LINK = `bit_xor(${fingerprint("balance_after", "version", "posting_id")}
        # ${fingerprint("balance_after - amount", "version - 1", "prior")})`;

/** PostgreSQL folds the two halves of a bigint before it mixes them, so the upper half joins the seed. */
function fingerprint(balance: string, version: string, posting: string): string {
  const ofBalance = `hashint8extended(${balance}, (${version}) # ((${balance}) & -4294967296))`;
  return `coalesce(uuid_hash_extended(${posting}, ${ofBalance}), ${ofBalance})`;
}

/** Asked of every account together with the entries written to it since the start. */
const OF_ACCOUNTS: Readonly<Record<string, string>> = {
  "every entry has its account": "id is null",
  "balance is the sum of its entries": "balance <> start_balance + moved",
  "versions count entries without a gap": `version <> start_version + count
    or (count > 0 and (first <> start_version + 1 or last <> version))`,
  "balance after each entry follows from the one before": `not is_tallied and links
    <> ${fingerprint("balance", "version", "last_posting")}
      # ${fingerprint("start_balance", "start_version", "start_posting")}`,
  "every account is in the chart, under its own id and floor": `id is not null
    and ${WRONG_ACCOUNT}`,
  "an account's row knows its lots": `id is not null and balance is not null and ${WRONG_LOTS_IN_ROW}`,
};

const ACCOUNTS = `
select coalesce(unit, '?') as unit,
  coalesce(-sum(moved) filter (where role in ('issue', 'bank')), 0) as issued,
  coalesce(sum(moved) filter (where role not in ('issue', 'bank', 'retirement', 'breakage')), 0) as held,
  coalesce(sum(moved) filter (where role in ('retirement', 'breakage')), 0) as retired,
  sum(all_entries)::float8 as entries,
  ${Object.entries(OF_ACCOUNTS)
    .map(([name, wrong]) => `(count(*) filter (where ${wrong}))::int as "${name}"`)
    .join(",\n  ")}
from (
  select a.*, coalesce(e.count, 0) as count, coalesce(e.all_entries, 0) as all_entries,
    coalesce(e.moved, 0) as moved, e.first, e.last,
    coalesce(e.links, 0) as links
  from (${NAMED_ACCOUNTS}) a
  full join (
    select bucket, account_id, count(version) as count, sum(amount) as moved, min(version) as first,
      max(version) as last, count(*) as all_entries, ${LINK} as links
    from entry group by bucket, account_id) e on e.bucket = a.bucket and e.account_id = a.id) x
group by 1`;

const POSTINGS = `
select
  (count(*) filter (where unbalanced))::int as "every posting sums to zero in every unit",
  (count(*) filter (where id is null or posting_id is null))::int
    as "every posting has entries and every entry a posting",
  (count(*) filter (where id is not null and posting_id is not null and s.kind is null
    and not (x.kind in (${FREE}) and units = 1 and x.bits < ${bit(NO_PLACE)})))::int
    as "every posting has the transfers of its kind"
from (
  select p.id, p.kind, e.posting_id, count(*) as units, bit_or(e.bits) as bits,
    bool_or(e.total <> 0) as unbalanced
  from (
    select e.bucket, e.posting_id, a.unit, sum(e.amount) as total,
      bit_or(coalesce(case when e.amount < 0 then a.out_bit else a.in_bit end, ${bit(NO_PLACE)})) as bits
    from entry e left join account a on a.bucket = e.bucket and a.id = e.account_id
    group by e.bucket, e.posting_id, a.unit) e
  full join posting p on p.bucket = e.bucket and p.id = e.posting_id
  group by e.bucket, p.bucket, e.posting_id, p.id, p.kind) x
left join (values
      ${SIGNATURE_ROWS}) s (kind, bits) on s.kind = x.kind and s.bits = x.bits`;

const REFERENCES = `
select count(*)::int as "every posting refers to one that happened before"
from posting p left join referred r on r.bucket = p.bucket and r.id = p.refers_to
where p.refers_to is not null and r.id is null`;

/** Customers' shop points may be below zero: what a refund takes back was theirs no longer. */
const FLOORS = `
select count(*)::int as "no account goes under its floor but by a refund of goods"
from entry e
join account a on a.bucket = e.bucket and a.id = e.account_id
left join posting p on p.bucket = e.bucket and p.id = e.posting_id
where e.balance_after < 0 and e.amount < 0 and a.usual_floor is not null
  and p.kind is distinct from 'claw_back'`;

const LOTS = `
select count(*)::int as "lots are what can be spent"
from (select bucket, account_id, sum(remaining) as remaining from lot group by 1, 2) l
full join (select * from account where keeps_lots) a on a.bucket = l.bucket and a.id = l.account_id
where greatest(a.balance, 0) is distinct from coalesce(l.remaining, 0)`;

/** A debit takes lots as far as there is something: in debt there are none left. */
const USES = `
select count(*)::int as "what leaves an account leaves its lots"
from (
  select e.bucket, e.posting_id, e.account_id,
    sum(least(-e.amount, e.balance_after - e.amount)) as amount
  from entry e join account a on a.bucket = e.bucket and a.id = e.account_id
  where e.amount < 0 and e.balance_after > e.amount and a.keeps_lots
  group by 1, 2, 3) e
full join (select bucket, posting_id, account_id, sum(amount) as amount from use group by 1, 2, 3) u
  on u.bucket = e.bucket and u.posting_id = e.posting_id and u.account_id = e.account_id
where e.amount is distinct from u.amount`;

/**
 * A lot is named by the entry that brought it. Its row keeps what that entry brought, and what is
 * left is that, less what was used, plus what came back.
 */
const SOURCES = `
select count(*)::int as "every lot is one that its entry brought"
${notAsBrought("lot", { amount: "amount", source: "posting_id" })}`;

/** Rows that name a lot otherwise than the entry that brought it. */
function notAsBrought(relation: string, columns: { amount: string; source: string }): string {
  return `from ${relation} l left join brought e
  on e.bucket = l.bucket and e.account_id = l.account_id and e.version = l.lot
where l.${columns.amount} is distinct from least(e.amount, e.balance_after)
  or l.${columns.source} is distinct from e.posting_id`;
}

/** Entries by which cancelled and refunded orders gave points back. */
export const RETURNED = `
        select e.bucket, e.posting_id, e.account_id, e.version, e.amount, e.balance_after, p.refers_to
        from entry e
        join posting p on p.bucket = e.bucket and p.id = e.posting_id
          and p.kind in ('release', 'refund')
        join account a on a.bucket = e.bucket and a.id = e.account_id and a.keeps_lots
        where e.amount > 0`;

/** What they gave back to which lots, of those that their holds used, the last used first. */
export const givenBack = (returned: string) => `
      select bucket, account_id, lot, expires_at,
        least(amount, greatest(returned - (sum(amount) over w - amount), 0)) as amount
      from (
        select u.*, r.posting_id as returning_id, r.amount as returned
        from (
          select e.bucket, e.posting_id, sum(e.amount) as amount, min(h.id::text)::uuid as hold_id
          from (${returned} offset 0) e
          join posting f on f.bucket = e.bucket and f.id = e.refers_to
          join posting h on h.bucket = e.bucket and h.kind = 'hold'
            and h.id = case f.kind when 'hold' then f.id else f.refers_to end
          group by 1, 2) r
        join use u on u.bucket = r.bucket and u.posting_id = r.hold_id) u
      window w as (partition by bucket, returning_id order by expires_at desc, lot desc)`;

/** Only asked of whole buckets: uses are not found by account. */
const REMAINDERS = `
select count(*)::int as "what was brought is left, used or given back"
from (
  select bucket, account_id, lot, sum(amount) as amount, min(expires_at) = max(expires_at) as one_end
  from (
    select bucket, account_id, lot, expires_at, remaining as amount from lot
    union all
    select bucket, account_id, lot, expires_at, amount from use
    union all
    select bucket, account_id, lot, expires_at, -amount as amount from (${givenBack(RETURNED)}) given_back) x
  group by 1, 2, 3) l
full join (
  select e.bucket, e.account_id, e.version, least(e.amount, e.balance_after) as amount
  from entry e
  join account a on a.bucket = e.bucket and a.id = e.account_id and a.keeps_lots
  join posting p on p.bucket = e.bucket and p.id = e.posting_id
  where e.amount > 0 and e.balance_after > 0 and p.kind not in ('release', 'refund')) e
  on e.bucket = l.bucket and e.account_id = l.account_id and e.version = l.lot
where l.amount is distinct from e.amount or not l.one_end`;

/** Only asked of whole buckets: what brought a lot may be older than the checkpoint. */
const USED = `
select count(*)::int as "every use names its lot as its entry brought it"
${notAsBrought("use", { amount: "lot_amount", source: "source" })}`;

/** Accounts with a balance of their own come first, each with its three numbers. */
const ROWS = `
select count(*)::int as "every posting's row is whole" from posting where ${WRONG_POSTING_ROW}`;

const ORDER = `
select count(*)::int as "lots stand in the order in which they are spent" from lot where not in_order`;

const OF_ANY_EXTENT = [POSTINGS, REFERENCES, FLOORS, LOTS, ORDER, USES, SOURCES, ROWS];
const OF_WHOLE_BUCKETS = [...OF_ANY_EXTENT, USED, REMAINDERS];

/** All that is asked of whole buckets, by name: a quoted column is a check. */
export const CHECKS: readonly string[] = [
  ...Object.keys(OF_ACCOUNTS),
  ...OF_WHOLE_BUCKETS.flatMap((question) =>
    [...question.matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? ""),
  ),
];

type AccountsRow = UnitSums & { entries: number } & Record<string, unknown>;

/** Asks everything of one extent. */
export async function examine(
  sql: Sql,
  extent: Extent,
  { wholeBuckets }: { wholeBuckets: boolean },
): Promise<Findings> {
  const ask = <Row extends Record<string, unknown>>(question: string) =>
    sql.query<Row>(`with ${extent.relations} ${question}`, extent.parameters);
  const units = await ask<AccountsRow>(ACCOUNTS);
  const differences = new Map(Object.keys(OF_ACCOUNTS).map((name) => [name, 0]));
  const note = (name: string, count: unknown) =>
    differences.set(name, (differences.get(name) ?? 0) + (typeof count === "number" ? count : 0));
  for (const row of units) for (const name of Object.keys(OF_ACCOUNTS)) note(name, row[name]);
  for (const question of wholeBuckets ? OF_WHOLE_BUCKETS : OF_ANY_EXTENT) {
    for (const [name, count] of Object.entries((await ask(question))[0] ?? {})) note(name, count);
  }
  return {
    units: units.map(({ unit, issued, held, retired }) => ({ unit, issued, held, retired })),
    entries: units.reduce((total, { entries }) => total + entries, 0),
    differences,
  };
}
