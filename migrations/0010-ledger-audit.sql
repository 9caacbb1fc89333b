-- What the last recount that found nothing wrong saw of each account: the last good point. A recount
-- of what has changed since starts from here.
create table ledger_audited (
  bucket smallint not null,
  account_id uuid not null,
  version bigint not null,
  balance bigint not null,
  primary key (bucket, account_id)
) with (fillfactor = 80);

-- The last recount of each extent, for the operator's first page.
create table ledger_recount (
  extent text collate "C" primary key check (extent in ('full', 'incremental')),
  checked_at timestamptz not null,
  balanced boolean not null,
  entries bigint not null
);
