-- The newcomer programme. Small tables without a bucket: sellers are few next to customers.

create table incentive_programme (
  id text collate "C" primary key,
  name text not null check (name ~ '\S'),
  -- { "kind", … } as the kind's own schema says.
  trigger jsonb not null,
  reward jsonb not null,
  -- In mall points; null for no limit.
  budget_points bigint check (budget_points >= 0),
  granted_points bigint not null default 0 check (granted_points >= 0),
  starts_at timestamptz not null,
  ends_at timestamptz check (ends_at > starts_at),
  created_at timestamptz not null,
  created_by text collate "C" not null,
  constraint incentive_programme_within_budget check (granted_points <= budget_points)
);

-- When a seller first did what programmes may reward. Later ones of the same kind leave no trace, so
-- nothing is rewarded twice.
create table incentive_milestone (
  seller_id text collate "C" not null,
  kind text collate "C" not null,
  at timestamptz not null,
  primary key (seller_id, kind)
);

-- What became of a programme for a seller: decided once, never changed. A grant of points has a
-- ledger posting with the same id as its reference.
create table incentive_outcome (
  id text collate "C" primary key,
  programme_id text collate "C" not null references incentive_programme (id),
  seller_id text collate "C" not null,
  status text collate "C" not null check (status in ('granted', 'missed')),
  -- Why it was missed.
  because text collate "C",
  points bigint not null check (points >= 0),
  commission_free_until timestamptz,
  at timestamptz not null,
  constraint incentive_outcome_once unique (seller_id, programme_id),
  check ((status = 'missed') = (because is not null)),
  check (status = 'granted' or (points = 0 and commission_free_until is null))
);
