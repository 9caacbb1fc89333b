-- What somebody would write by hand for points: two accounts locked in id order, a floor that holds,
-- and a posting with its two entries. No lots, no kinds, no idempotency: less than the product does.
create table transfer_account (
  id integer primary key,
  balance bigint not null,
  floor bigint not null default 0,
  version bigint not null default 0
) with (fillfactor = 70);

create table transfer_posting (
  id bigint generated always as identity primary key,
  at timestamptz not null default now()
);

create table transfer_entry (
  account_id integer not null,
  version bigint not null,
  posting_id bigint not null,
  amount bigint not null,
  balance_after bigint not null,
  primary key (account_id, version)
);

insert into transfer_account (id, balance)
select n, 1000000000 from generate_series(1, 100000) n;

create function transfer(giver integer, taker integer, amount bigint) returns bigint
language plpgsql as $$
declare
  given transfer_account;
  taken transfer_account;
  posting bigint;
begin
  perform 1 from transfer_account where id in (giver, taker) order by id for update;
  update transfer_account set balance = balance - amount, version = version + 1
    where id = giver returning * into given;
  if given.balance < given.floor then
    raise exception 'insufficient';
  end if;
  update transfer_account set balance = balance + amount, version = version + 1
    where id = taker returning * into taken;
  insert into transfer_posting default values returning id into posting;
  insert into transfer_entry (account_id, version, posting_id, amount, balance_after) values
    (giver, given.version, posting, -amount, given.balance),
    (taker, taken.version, posting, amount, taken.balance);
  return posting;
end
$$;
