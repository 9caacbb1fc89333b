-- The ledger. Every table is keyed by bucket first, so the same schema spreads over machines; there
-- are no sequences and no foreign keys, because nothing here is ever changed by hand. Entries and
-- postings are only ever inserted.

create table ledger_account (
  bucket smallint not null check (bucket between 0 and 63),
  id uuid not null,
  unit text collate "C" not null,
  owner text collate "C" not null,
  role text collate "C" not null,
  -- The balance never goes under it; null for accounts from which value enters.
  floor bigint,
  balance bigint not null default 0,
  -- How many entries the account has: the last entry carries the same number.
  version bigint not null default 0,
  primary key (bucket, id)
) with (fillfactor = 70);
create index ledger_account_owner on ledger_account (bucket, owner);

-- The id is a hash of kind and reference: the primary key is also what makes a posting happen once.
create table ledger_posting (
  bucket smallint not null,
  id uuid not null,
  kind text collate "C" not null,
  reference text collate "C" not null,
  -- The posting whose points this one takes back, gives back or pays out.
  refers_to uuid,
  -- A hash of the transfers: tells a repeat from another movement under the same name.
  digest bigint not null,
  at timestamptz not null,
  by text collate "C" not null,
  primary key (bucket, id)
);

create table ledger_entry (
  bucket smallint not null,
  account_id uuid not null,
  version bigint not null,
  posting_id uuid not null,
  amount bigint not null check (amount <> 0),
  balance_after bigint not null,
  primary key (bucket, account_id, version)
);

-- Points that can still be spent. The lot number is the version of the entry that brought it; a lot
-- that is used up is deleted, and lot_use remembers where its points went.
create table ledger_lot (
  bucket smallint not null,
  account_id uuid not null,
  expires_on date not null,
  lot bigint not null,
  amount bigint not null check (amount > 0),
  remaining bigint not null check (remaining > 0 and remaining <= amount),
  posting_id uuid not null,
  primary key (bucket, account_id, expires_on, lot)
) with (fillfactor = 70);
create index ledger_lot_expiry on ledger_lot (bucket, expires_on);

create table ledger_lot_use (
  bucket smallint not null,
  posting_id uuid not null,
  account_id uuid not null,
  expires_on date not null,
  lot bigint not null,
  amount bigint not null check (amount > 0),
  primary key (bucket, posting_id, account_id, expires_on, lot)
);
