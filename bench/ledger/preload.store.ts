import type { Sql } from "../../src/platform/db/database.ts";

/** One customer of one shop, as the loader sees it. `rank` counts within bucket and shop, from 0. */
export type LoadedCustomer = {
  readonly number: number;
  readonly bucket: number;
  readonly id: string;
  readonly shopId: string;
  readonly accountId: string;
  readonly issueId: string;
  readonly rank: number;
};

export type LoadedEntries = {
  readonly bucket: number;
  readonly entriesEach: number;
  readonly pointsEach: number;
  /** The local day with whose beginning the first lot of each customer expires; later ones a day later each. */
  readonly firstExpiry: string;
};

/** Where the loader notes whom it loads; a helper of its own, not one of the measured tables. */
export async function openCustomerList(sql: Sql): Promise<void> {
  await sql.execute(
    `drop table if exists bench_customer;
     create unlogged table bench_customer (
       number integer not null, bucket smallint not null, id text not null, shop_id text not null,
       account_id uuid not null, issue_id uuid not null, rank integer not null)`,
  );
}

export async function insertCustomers(sql: Sql, all: readonly LoadedCustomer[]): Promise<void> {
  await sql.execute(
    `with customer as (
       select * from unnest($1::integer[], $2::smallint[], $3::text[], $4::text[], $5::uuid[],
                            $6::uuid[], $7::integer[])
         as c (number, bucket, id, shop_id, account_id, issue_id, rank)),
     listed as (insert into bench_customer select * from customer)
     insert into account (id, kind, display_name, created_at)
     select id, 'customer', 'Customer ' || number, now() from customer`,
    [
      all.map((one) => one.number),
      all.map((one) => one.bucket),
      all.map((one) => one.id),
      all.map((one) => one.shopId),
      all.map((one) => one.accountId),
      all.map((one) => one.issueId),
      all.map((one) => one.rank),
    ],
  );
}

export async function indexCustomerList(sql: Sql): Promise<void> {
  await sql.execute("create index on bench_customer (bucket); analyze bench_customer");
}

export async function dropCustomerList(sql: Sql): Promise<void> {
  await sql.execute("drop table bench_customer");
}

/**
 * Writes the accounts of one bucket and all their `earn` postings: entries, lots, balances and
 * versions as if they had been posted one after another, so that the recount finds nothing. Rows go
 * in by key, which leaves the indexes as a quiet sequence of appends would.
 */
export async function insertEarnings(sql: Sql, it: LoadedEntries): Promise<void> {
  await sql.execute(INSERT_POSTINGS, [it.bucket, it.entriesEach, it.pointsEach]);
  await sql.execute(INSERT_ACCOUNTS, [it.bucket, it.entriesEach, it.pointsEach, it.firstExpiry]);
}

const POSTING_ID = `encode(set_byte(set_byte(hash, 6, get_byte(hash, 6) & 15 | 128),
                      8, get_byte(hash, 8) & 63 | 128), 'hex')::uuid`;

/** The posting's id is what `postingId` of the ledger makes of its kind and reference. */
const INSERT_POSTINGS = `
with
  named as materialized (
    select c.account_id, c.issue_id, version, reference, ${POSTING_ID} as id
    from bench_customer c
    cross join generate_series(1, $2::integer) as version
    cross join lateral (
      select 'sale_' || lpad(c.number::text, 20, '0') || lpad(version::text, 6, '0') as reference
      offset 0) named
    cross join lateral (
      select substring(sha256(convert_to('posting earn ' || reference, 'UTF8')) for 16) as hash
      offset 0) hashed
    where c.bucket = $1)
insert into ledger_posting (bucket, id, kind, reference, digest, at, by, accounts, amounts, versions,
  balances, priors)
select $1, id, 'earn', reference, 0, now(), 'bench', array[account_id, issue_id],
  array[$3::bigint, -$3::bigint], array[version::bigint], array[version * $3::bigint],
  array[lag(id) over (partition by account_id order by version)]
from named order by id`;

const INSERT_ACCOUNTS = `
insert into ledger_account (bucket, id, unit, owner, role, floor, balance, version, moved_at, last_posting,
  lots, lot_sources, next_expiry)
select $1, c.account_id, c.shop_id, c.id, 'available', 0, $2::bigint * $3::bigint, $2::bigint, now(),
  lots.sources[$2::integer], lots.numbers, lots.sources, ledger_moment(lots.numbers[2])
from bench_customer c
cross join lateral (
  select
    (select array_agg(number order by version, part) from generate_series(1, $2::integer) as version
     cross join lateral (values (1, version::bigint),
       (2, ledger_milliseconds(($4::date + version::int - 1)::timestamp at time zone 'Asia/Shanghai')),
       (3, $3::bigint), (4, $3::bigint), (5, 0::bigint)) as numbers (part, number)) as numbers,
    (select array_agg(${POSTING_ID} order by version) from generate_series(1, $2::integer) as version
     cross join lateral (
       select substring(sha256(convert_to('posting earn sale_' || lpad(c.number::text, 20, '0')
         || lpad(version::text, 6, '0'), 'UTF8')) for 16) as hash offset 0) hashed) as sources
  offset 0) lots
where c.bucket = $1
union all
select $1, issue_id, shop_id, shop_id, 'issue', null, -count(*) * $2::bigint * $3::bigint, 0, null, null,
  null, null, null
from bench_customer where bucket = $1 group by issue_id, shop_id
order by 2`;

export type MallAccount = {
  readonly bucket: number;
  readonly owner: string;
  readonly accountId: string;
  readonly postingId: string;
};

/** Mall points as if an adjustment had given them to each: enough to order with while the bench runs. */
export async function insertMallPoints(
  sql: Sql,
  {
    accounts,
    issueId,
    points,
  }: { accounts: readonly MallAccount[]; issueId: string; points: number },
): Promise<void> {
  await sql.execute(
    `with given as materialized (
       select * from unnest($1::smallint[], $2::text[], $3::uuid[], $4::uuid[])
         as g (bucket, owner, account_id, posting_id)),
     postings as (
       insert into ledger_posting (bucket, id, kind, reference, digest, at, by, accounts, amounts,
         versions, balances, priors)
       select bucket, posting_id, 'adjust', 'bench ' || owner, 0, now(), 'bench',
         array[account_id, $5::uuid], array[$6::bigint, -$6::bigint], array[1::bigint],
         array[$6::bigint], array[null::uuid] from given),
     issue as (
       insert into ledger_account (bucket, id, unit, owner, role, balance)
       select bucket, $5::uuid, 'mall', 'mall', 'issue', -$6::bigint * count(*) from given group by bucket)
     insert into ledger_account (bucket, id, unit, owner, role, floor, balance, version, moved_at,
       last_posting, lots, lot_sources, next_expiry)
     select bucket, account_id, 'mall', owner, 'available', 0, $6::bigint, 1, now(), posting_id,
       array[1, ledger_milliseconds(date_trunc('day', now()) + interval '700 days'), $6::bigint,
         $6::bigint, 0], array[posting_id],
       date_trunc('day', now()) + interval '700 days' from given`,
    [
      accounts.map(({ bucket }) => bucket),
      accounts.map(({ owner }) => owner),
      accounts.map(({ accountId }) => accountId),
      accounts.map(({ postingId }) => postingId),
      issueId,
      points,
    ],
  );
}

export type LoadedSession = {
  readonly id: string;
  readonly accountId: string;
  readonly handleHash: Buffer;
  readonly tokenHash: Buffer;
};

/**
 * Signed-in browsers with an open verified window. The token was issued a day ahead, so that none is
 * replaced while the bench runs: its load does not read cookies.
 */
export async function insertSessions(sql: Sql, all: readonly LoadedSession[]): Promise<void> {
  await sql.execute(
    `insert into session (id, account_id, handle_hash, token_hash, created_at, token_issued_at,
                          verified_until, verified_by)
     select id, account_id, decode(handle_hash, 'hex'), decode(token_hash, 'hex'), now(),
       now() + interval '1 day', now() + interval '1 day', 'passkey'
     from unnest($1::text[], $2::text[], $3::text[], $4::text[])
       as s (id, account_id, handle_hash, token_hash)`,
    [
      all.map((one) => one.id),
      all.map((one) => one.accountId),
      all.map((one) => one.handleHash.toString("hex")),
      all.map((one) => one.tokenHash.toString("hex")),
    ],
  );
}

export type CopiedQuote = {
  readonly id: string;
  readonly bucket: number;
  readonly customerId: string;
  /** A quote that was asked over HTTP, and the bucket it is in. */
  readonly like: string;
  readonly likeBucket: number;
};

/**
 * Quotes as they would be had every customer asked for one: copies of one that was asked, which hold
 * for a day.
 */
export async function copyQuotes(sql: Sql, all: readonly CopiedQuote[]): Promise<void> {
  await sql.execute(
    `insert into conversion_quote
     select copy.*
     from unnest($1::text[], $2::smallint[], $3::text[], $4::text[], $5::smallint[])
       as wanted (id, bucket, customer_id, like_id, like_bucket)
     join conversion_quote original
       on original.bucket = wanted.like_bucket and original.id = wanted.like_id
     cross join lateral jsonb_populate_record(original, jsonb_build_object(
       'id', wanted.id, 'bucket', wanted.bucket, 'customer_id', wanted.customer_id,
       'created_at', now(), 'expires_at', now() + interval '1 day')) copy`,
    [
      all.map((one) => one.id),
      all.map((one) => one.bucket),
      all.map((one) => one.customerId),
      all.map((one) => one.like),
      all.map((one) => one.likeBucket),
    ],
  );
}
