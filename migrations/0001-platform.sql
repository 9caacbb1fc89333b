-- Answers to requests that move points, kept in the transaction that moved them. A repeat of the
-- caller's key finds the answer here; a request that was refused leaves no row, so it may be tried again.
create table idempotency_record (
  bucket smallint not null,
  caller text collate "C" not null,
  key text collate "C" not null,
  fingerprint bytea not null,
  status smallint,
  answer text,
  created_at timestamptz not null,
  primary key (bucket, caller, key)
);
create index idempotency_record_age on idempotency_record (bucket, created_at);

-- What was decided once for this deployment, such as whether the demo town was built.
create table deployment_fact (
  name text collate "C" primary key,
  value text not null,
  decided_at timestamptz not null default now()
);
