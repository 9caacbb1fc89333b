-- A posting in one row, an account with its lots in one row, and the accounts without a floor by sums:
-- docs/decisions/0026-an-award-in-two-flights.md. Rewrites the ledger's tables in one transaction and
-- compares what was there with what is there; a difference ends it, and nothing has happened.

-- Accounts that only collect, or that value comes from, are never locked by a posting: each batch adds
-- one row with what it moved on them, and a job adds such rows to the accounts. An account's balance is
-- its own and what stands here.
create table ledger_tally (
  bucket smallint not null,
  -- By position: a bucket, a unit, a role, and the change. The owner follows from the unit.
  buckets smallint[] not null,
  units text[] collate "C" not null,
  roles text[] collate "C" not null,
  amounts bigint[] not null
);

create function ledger_is_tallied(role text) returns boolean immutable parallel safe language sql
  return role in ('issue', 'bank', 'retirement', 'breakage', 'fee', 'clearing');

-- Lots: five numbers each, in the order in which they are spent: the version of the entry that brought
-- it, when it expires, what it brought, what is left, when it becomes available (0: it is). Moments are
-- milliseconds since 1970. Null where an account keeps none.
alter table ledger_account
  add column last_posting uuid,
  add column lots bigint[],
  add column lot_sources uuid[],
  add column next_expiry timestamptz,
  add column next_maturity timestamptz;

create function ledger_milliseconds(at timestamptz) returns bigint immutable parallel safe language sql
  return round(extract(epoch from at) * 1000)::bigint;
create function ledger_moment(milliseconds bigint) returns timestamptz immutable parallel safe language sql
  return to_timestamp(milliseconds / 1000.0::double precision);

create temporary table before_0050 on commit drop as
select
  (select count(*) from ledger_posting) as postings,
  (select count(*) from ledger_entry) as entries,
  (select coalesce(sum(hashtextextended(concat_ws(' ', bucket, account_id, posting_id, amount), 0)::numeric), 0)
     from ledger_entry) as amounts,
  (select coalesce(sum(hashtextextended(concat_ws(' ', bucket, account_id, expires_at, lot, amount, remaining,
     posting_id, matures_at), 0)::numeric), 0) from ledger_lot) as lots,
  (select coalesce(sum(hashtextextended(concat_ws(' ', bucket, posting_id, account_id, expires_at, lot, amount), 0)::numeric), 0)
     from ledger_lot_use) as uses;

create temporary table entry_0050 on commit drop as
select e.bucket, e.posting_id, e.account_id, e.amount, ledger_is_tallied(a.role) as is_tallied,
  e.version, e.balance_after,
  lag(e.posting_id) over (partition by e.bucket, e.account_id order by e.version) as prior
from ledger_entry e join ledger_account a on a.bucket = e.bucket and a.id = e.account_id;

create temporary table use_0050 on commit drop as
select u.bucket, u.posting_id,
  array_agg(u.account_id order by u.expires_at, u.lot, u.account_id) as accounts,
  array_agg(array[u.lot, ledger_milliseconds(u.expires_at), u.amount,
    least(e.amount, greatest(e.balance_after, 0))] order by u.expires_at, u.lot, u.account_id) as uses,
  array_agg(e.posting_id order by u.expires_at, u.lot, u.account_id) as sources
from ledger_lot_use u
join ledger_entry e on e.bucket = u.bucket and e.account_id = u.account_id and e.version = u.lot
group by u.bucket, u.posting_id;

alter table ledger_posting rename to posting_0050;
alter table posting_0050 rename constraint ledger_posting_pkey to posting_0050_pkey;

create table ledger_posting (
  bucket smallint not null,
  id uuid not null,
  kind text collate "C" not null,
  reference text collate "C" not null,
  refers_to uuid,
  digest bigint not null,
  at timestamptz not null,
  by text collate "C" not null,
  -- By position: an account, and what it got or gave. Accounts with a balance of their own come first;
  -- only they have the other three: the version and the balance after the entry, and the posting that
  -- moved the account before. Together they are the account's history, newest first from its
  -- `last_posting`.
  accounts uuid[] not null,
  amounts bigint[] not null,
  versions bigint[] not null,
  balances bigint[] not null,
  priors uuid[] not null,
  -- What it took from lots, five numbers each: the account's position, the lot, when it expires, what
  -- was taken, what the lot had brought; and the posting that brought it. Null where nothing was.
  uses bigint[],
  use_sources uuid[]
);

insert into ledger_posting
select p.bucket, p.id, p.kind, p.reference, p.refers_to, p.digest, p.at, p.by,
  e.accounts, e.amounts, coalesce(e.versions, '{}'), coalesce(e.balances, '{}'), coalesce(e.priors, '{}'),
  u.uses, u.sources
from posting_0050 p
join (
  select bucket, posting_id,
    array_agg(account_id order by is_tallied, account_id, version) as accounts,
    array_agg(amount order by is_tallied, account_id, version) as amounts,
    array_agg(version order by account_id, version) filter (where not is_tallied) as versions,
    array_agg(balance_after order by account_id, version) filter (where not is_tallied) as balances,
    array_agg(prior order by account_id, version) filter (where not is_tallied) as priors
  from entry_0050 group by bucket, posting_id) e on e.bucket = p.bucket and e.posting_id = p.id
left join lateral (
  select array_agg(number order by row, part) as uses, u.sources
  from use_0050 u
  cross join lateral generate_subscripts(u.accounts, 1) as row
  cross join lateral (values
    (1, array_position(e.accounts, u.accounts[row])::bigint), (2, u.uses[row][1]), (3, u.uses[row][2]),
    (4, u.uses[row][3]), (5, u.uses[row][4])) as numbers (part, number)
  where u.bucket = p.bucket and u.posting_id = p.id
  group by u.sources) u on true
order by p.at, p.id;
alter table ledger_posting add primary key (bucket, id);
drop table posting_0050;

update ledger_account a
set last_posting = e.posting_id
from ledger_entry e
where not ledger_is_tallied(a.role) and e.bucket = a.bucket and e.account_id = a.id and e.version = a.version;

update ledger_account a
set lots = coalesce(l.lots, '{}'), lot_sources = coalesce(l.sources, '{}'),
  next_expiry = l.next_expiry, next_maturity = l.next_maturity
from ledger_account same
left join (
  select bucket, account_id, min(expires_at) as next_expiry, min(matures_at) as next_maturity,
    array_agg(posting_id order by expires_at, lot) as sources,
    (select array_agg(number order by expires_at, lot, part)
     from ledger_lot o
     cross join lateral (values (1, lot), (2, ledger_milliseconds(expires_at)), (3, amount),
       (4, remaining), (5, coalesce(ledger_milliseconds(matures_at), 0))) as numbers (part, number)
     where o.bucket = l.bucket and o.account_id = l.account_id) as lots
  from ledger_lot l group by bucket, account_id) l
  on l.bucket = same.bucket and l.account_id = same.id
where a.role in ('available', 'pending') and same.bucket = a.bucket and same.id = a.id;

-- Versions count the entries of accounts with a balance of their own.
delete from ledger_audited g using ledger_account a
where ledger_is_tallied(a.role) and a.bucket = g.bucket and a.id = g.account_id;
update ledger_account set version = 0, moved_at = null, floor = null where ledger_is_tallied(role);

drop table ledger_entry;
drop table ledger_lot;
drop table ledger_lot_use;
alter table ledger_account set (fillfactor = 60);
create index ledger_account_expiry on ledger_account (bucket, next_expiry) where next_expiry is not null;
create index ledger_account_maturity on ledger_account (bucket, next_maturity) where next_maturity is not null;

-- The same as rows, for those who ask.
create view ledger_entry as
select p.bucket, e.account_id, e.version, p.id as posting_id, e.amount, e.balance_after, e.prior
from ledger_posting p
cross join lateral unnest(p.accounts, p.amounts, p.versions, p.balances, p.priors)
  as e (account_id, amount, version, balance_after, prior);

create view ledger_lot as
select a.bucket, a.id as account_id, ledger_moment(a.lots[5 * n - 3]) as expires_at, a.lots[5 * n - 4] as lot,
  a.lots[5 * n - 2] as amount, a.lots[5 * n - 1] as remaining, a.lot_sources[n] as posting_id,
  ledger_moment(nullif(a.lots[5 * n], 0)) as matures_at,
  n = 1 or (a.lots[5 * n - 8], a.lots[5 * n - 9]) < (a.lots[5 * n - 3], a.lots[5 * n - 4]) as in_order
from ledger_account a
cross join lateral generate_series(1, cardinality(a.lots) / 5) as n;

create view ledger_lot_use as
select p.bucket, p.id as posting_id, p.accounts[p.uses[5 * n - 4]] as account_id,
  ledger_moment(p.uses[5 * n - 2]) as expires_at, p.uses[5 * n - 3] as lot, p.uses[5 * n - 1] as amount,
  p.uses[5 * n] as lot_amount, p.use_sources[n] as source
from ledger_posting p
cross join lateral generate_series(1, cardinality(p.uses) / 5) as n;

do $$
declare
  kept before_0050;
begin
  select
    (select count(*) from ledger_posting) as postings,
    (select count(*) from ledger_entry) as entries,
    (select coalesce(sum(hashtextextended(concat_ws(' ', bucket, account_id, posting_id, amount), 0)::numeric), 0)
       from ledger_entry) as amounts,
    (select coalesce(sum(hashtextextended(concat_ws(' ', bucket, account_id, expires_at, lot, amount, remaining,
       posting_id, matures_at), 0)::numeric), 0) from ledger_lot) as lots,
    (select coalesce(sum(hashtextextended(concat_ws(' ', bucket, posting_id, account_id, expires_at, lot, amount), 0)::numeric), 0)
       from ledger_lot_use) as uses
    into kept;
  if kept is distinct from (select b from before_0050 b) then
    raise exception 'the ledger would not be what it was: % instead of %', kept, (select b from before_0050 b)
      using hint = 'Recount the books with the version before (tongdui audit), and mend what it finds.';
  end if;
end $$;
