-- Shops and sellers, the people and programs that act for them, and the mall's operator. Small
-- tables: on a cluster they are copied to every machine, so they carry no bucket.

create table merchant (
  id text collate "C" primary key,
  kind text collate "C" not null check (kind in ('shop', 'seller')),
  name text not null check (name ~ '\S' and char_length(name) <= 60),
  description text,
  colour text not null check (colour ~ '^#[0-9a-f]{6}$'),
  status text collate "C" not null check (status in ('pending', 'approved', 'suspended')),
  created_at timestamptz not null,
  -- The first approval, kept through suspensions: what newcomers get is given once.
  first_approved_at timestamptz,
  check (status <> 'approved' or first_approved_at is not null),
  -- What merchant_member and api_key refer to, so that their roles fit the kind.
  unique (id, kind)
);
-- The operator's queue: by kind and status, newest first.
create index merchant_queue on merchant (kind, status, id);

create table merchant_member (
  merchant_id text collate "C" not null,
  kind text collate "C" not null,
  account_id text collate "C" not null,
  role text collate "C" not null,
  added_at timestamptz not null,
  primary key (merchant_id, account_id),
  foreign key (merchant_id, kind) references merchant (id, kind),
  constraint merchant_member_role check (
    (kind = 'shop' and role in ('owner', 'manager', 'cashier'))
    or (kind = 'seller' and role in ('owner', 'staff'))
  )
);
create index merchant_member_account on merchant_member (account_id);
create unique index merchant_member_one_owner on merchant_member (merchant_id) where role = 'owner';

-- Only the SHA-256 of a key is here: who reads the table cannot use it. A revoked key stays, because
-- postings name it as the one who did it.
create table api_key (
  id text collate "C" primary key,
  merchant_id text collate "C" not null,
  kind text collate "C" not null,
  role text collate "C" not null,
  name text not null,
  key_hash bytea not null,
  created_at timestamptz not null,
  created_by text collate "C" not null,
  -- To the minute: a busy till would otherwise write this row on every sale.
  last_used_at timestamptz,
  revoked_at timestamptz,
  foreign key (merchant_id, kind) references merchant (id, kind),
  -- No key is an owner, so no program manages people or keys.
  constraint api_key_role check (
    (kind = 'shop' and role in ('manager', 'cashier')) or (kind = 'seller' and role = 'staff')
  ),
  constraint api_key_hash unique (key_hash)
);
create index api_key_merchant on api_key (merchant_id, id);

create table operator_member (
  account_id text collate "C" primary key,
  role text collate "C" not null check (role in ('admin', 'finance', 'support')),
  added_at timestamptz not null
);

-- What the operator did, written in the transaction that did it. Only ever inserted.
create table operator_log (
  id text collate "C" primary key,
  at timestamptz not null,
  by text collate "C" not null,
  action text collate "C" not null,
  -- The id of what it is about; null when it is about the mall itself.
  about text collate "C",
  reason text,
  -- [{ "name", "before", "after" }], as texts.
  changes jsonb not null default '[]'
);

-- Money that arrived for a shop's prepaid pool; the ledger posting has the same id as its reference.
create table pool_deposit (
  id text collate "C" primary key,
  shop_id text collate "C" not null references merchant (id),
  amount bigint not null check (amount > 0),
  reference text not null,
  at timestamptz not null,
  by text collate "C" not null
);
create index pool_deposit_shop on pool_deposit (shop_id, id);

-- The rules of the mall. A change is a new row; the highest version is in force.
create table policy_version (
  version integer primary key,
  valid_from timestamptz not null,
  by text collate "C",
  point_value_fen bigint not null check (point_value_fen > 0),
  shop_points_expire_days integer not null check (shop_points_expire_days > 0),
  mall_points_expire_days integer not null check (mall_points_expire_days > 0),
  -- The least and the most one shop point may be worth in mall points.
  ratio_minimum_shop_points bigint not null check (ratio_minimum_shop_points > 0),
  ratio_minimum_mall_points bigint not null check (ratio_minimum_mall_points > 0),
  ratio_maximum_shop_points bigint not null check (ratio_maximum_shop_points > 0),
  ratio_maximum_mall_points bigint not null check (ratio_maximum_mall_points > 0),
  conversion_fee_basis_points integer not null
    check (conversion_fee_basis_points between 0 and 10000),
  commission_basis_points integer not null check (commission_basis_points between 0 and 10000),
  verification_methods text[] not null check (cardinality(verification_methods) > 0),
  verification_window_seconds integer not null check (verification_window_seconds > 0),
  quote_hold_seconds integer not null check (quote_hold_seconds > 0),
  order_return_days integer not null check (order_return_days >= 0),
  constraint policy_version_bounds check (
    ratio_minimum_mall_points::numeric * ratio_maximum_shop_points
      <= ratio_maximum_mall_points::numeric * ratio_minimum_shop_points
  )
);

insert into policy_version values (
  1, now(), null,
  1, 365, 730,
  1000000, 1, 1, 1000000,
  0, 0,
  '{face,passkey}', 300, 120, 7
);
