-- People and how they sign in. A login is stored in one form only (phone numbers with their country
-- code, e-mail addresses in lower case), so the unique keys decide who was first, under a race too.
create table account (
  id text collate "C" primary key,
  kind text not null check (kind in ('customer', 'staff')),
  display_name text not null check (display_name <> ''),
  phone text collate "C" constraint account_phone_key unique,
  email text collate "C" constraint account_email_key unique check (email = lower(email)),
  -- An argon2id hash with its parameters and salt. Null for imported customers, who have no login yet.
  password_hash text,
  created_at timestamptz not null,
  check ((password_hash is null) = (phone is null and email is null))
);

-- A signed-in browser. The cookie is a handle, which stays, and a token, which is replaced while the
-- session is used; both are random and kept only as SHA-256. A right handle with a token that is
-- neither the current nor the previous one was copied from somewhere.
create table session (
  id text collate "C" primary key,
  account_id text collate "C" not null references account on delete cascade,
  handle_hash bytea not null unique,
  token_hash bytea not null,
  previous_token_hash bytea,
  created_at timestamptz not null,
  -- Also how the last use is known: a token that is in use is never older than a quarter of an hour.
  token_issued_at timestamptz not null,
  -- The verified window: it belongs to this session and to no other of the same person.
  verified_until timestamptz,
  verified_by text collate "C",
  check ((verified_until is null) = (verified_by is null))
);
create index session_account on session (account_id);

-- Failed sign-ins, by the SHA-256 of what was typed as the login, whether or not such a login exists.
create table login_failure (
  login_hash bytea primary key,
  failures integer not null check (failures > 0),
  window_started_at timestamptz not null
);
create index login_failure_age on login_failure (window_started_at);

create table passkey (
  id text collate "C" primary key,
  account_id text collate "C" not null references account on delete cascade,
  -- Base64url, as browsers send it.
  credential_id text collate "C" not null constraint passkey_credential_key unique,
  -- COSE, as the authenticator gave it.
  public_key bytea not null,
  -- How often the authenticator says it was used; it only ever grows, or is always 0.
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  name text not null check (name <> ''),
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_account on passkey (account_id, id);

-- What a passkey has to sign. One at a time for each session and purpose; taken out when it is
-- answered, whatever the answer was worth.
create table passkey_challenge (
  session_id text collate "C" not null references session on delete cascade,
  purpose text collate "C" not null check (purpose in ('registration', 'verification')),
  challenge text collate "C" not null,
  expires_at timestamptz not null,
  primary key (session_id, purpose)
);

-- Every verified window that was opened. The proof is the challenge that was answered: as the key,
-- it is one more guard against a challenge that counts twice.
create table verification_use (
  proof text collate "C" primary key,
  account_id text collate "C" not null references account on delete cascade,
  session_id text collate "C" not null,
  method text collate "C" not null,
  at timestamptz not null,
  verified_until timestamptz not null check (verified_until > at)
);
create index verification_use_account on verification_use (account_id, at);
