-- Tokens of a session: the current one is the newest that was seen in use. Newer ones were offered and
-- may have been lost on their way; older ones are honoured for requests in flight, for a short while.
alter table session
  add column newer_token_hashes bytea[] not null default '{}',
  add column older_token_hashes bytea[] not null default '{}',
  -- When the last token was offered: a use too, though the answer may have been lost.
  add column offered_at timestamptz,
  -- The browser has shown the cookie with the prefix __Host-, so the plain name counts no longer.
  add column has_host_cookie boolean not null default false;
update session set older_token_hashes = array[previous_token_hash]
  where previous_token_hash is not null;
alter table session drop column previous_token_hash;

-- Failed sign-ins by what is guessed at: a login from one address, a login, an address. The subject is
-- a keyed hash. The count drains with time and is zero at drains_at; until waits_until no password is
-- compared. Rows that have drained are deleted.
drop table login_failure;
create table sign_in_failure (
  subject bytea primary key,
  drains_at timestamptz not null,
  waits_until timestamptz
);
create index sign_in_failure_drained on sign_in_failure (drains_at);

-- Browsers in which an account signed in before, known by a random token that is kept as its SHA-256.
-- The token is replaced at every sign-in; the one before stays good, because an answer may be lost.
create table known_device (
  account_id text collate "C" not null references account on delete cascade,
  token_hash bytea not null,
  previous_token_hash bytea,
  failures integer not null default 0 check (failures >= 0),
  signed_in_at timestamptz not null,
  primary key (account_id, token_hash)
);
create index known_device_token on known_device (token_hash);
create index known_device_previous_token on known_device (previous_token_hash);
create index known_device_age on known_device (signed_in_at);
