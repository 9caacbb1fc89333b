-- Identity check by face. What is here of a face is its template, encrypted; pictures are nowhere.

-- What the person agreed to, and when that ended. No biometrics: it stays as the proof of consent.
create table face_consent (
  account_id text collate "C" not null references account on delete cascade,
  version integer not null check (version > 0),
  given_at timestamptz not null,
  ended_at timestamptz check (ended_at >= given_at),
  ended_by text collate "C" check (ended_by in ('withdrawn', 'unused', 'renewed')),
  primary key (account_id, given_at),
  check ((ended_at is null) = (ended_by is null))
);
create unique index face_consent_one_in_force on face_consent (account_id) where ended_at is null;

-- The data key of one person, wrapped by a key that is derived from the deployment's secret. A table
-- of its own, so that backups can leave it out: without its row a template is noise, in any copy.
create table face_key (
  account_id text collate "C" primary key references account on delete cascade,
  wrapped_key bytea not null
);

create table face_template (
  account_id text collate "C" primary key references face_key on delete cascade,
  -- AES-256-GCM: nonce, ciphertext, tag. Person and model version are authenticated with it.
  sealed bytea not null,
  -- Which embedder made it: templates of different versions cannot be compared.
  model_version text collate "C" not null,
  enrolled_at timestamptz not null,
  last_used_at timestamptz
);
-- For the job that destroys what is no longer used.
create index face_template_last_use on face_template (coalesce(last_used_at, enrolled_at));

-- The movements that one attempt has to show. Bound to the session that asked, or, before a sign-in,
-- to the SHA-256 of the login that was typed, whether or not there is such a login.
create table face_challenge (
  id text collate "C" primary key,
  purpose text collate "C" not null check (purpose in ('enrol', 'verify', 'login')),
  session_id text collate "C" references session on delete cascade,
  login_hash bytea,
  steps text[] not null check (cardinality(steps) = 3),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  used_at timestamptz,
  check ((purpose = 'login') = (login_hash is not null)),
  check ((purpose = 'login') = (session_id is null))
);
create index face_challenge_age on face_challenge (expires_at);
create index face_challenge_session on face_challenge (session_id);

-- What pictures looked like, for a while, so that a film that was sent once is known when it comes
-- again: the SHA-256 of the bytes, and 64 bits that look-alikes share. No face can be had from either.
create table face_frame (
  content_hash bytea primary key,
  challenge_id text collate "C" not null,
  position integer not null check (position >= 0),
  account_id text collate "C" references account on delete cascade,
  perceptual_hash bigint,
  seen_at timestamptz not null
);
create index face_frame_account on face_frame (account_id, seen_at);
create index face_frame_age on face_frame (seen_at);

-- Failed checks by face. `subject` is what is being guessed at: an account's verification, an
-- account's sign-in, or the hash of a login that nobody has.
create table face_failure (
  subject text collate "C" primary key,
  account_id text collate "C" references account on delete cascade,
  failures integer not null check (failures >= 0),
  last_failed_at timestamptz not null,
  locked_until timestamptz
);
create index face_failure_age on face_failure (last_failed_at);

-- The use log now says for what a method was used and how it ended, and not every use opens a window.
alter table verification_use
  alter column session_id drop not null,
  alter column verified_until drop not null,
  add column purpose text collate "C" not null default 'verify'
    check (purpose in ('enrol', 'verify', 'login')),
  add column outcome text collate "C" not null default 'accepted' check (outcome <> ''),
  add constraint verification_use_window check (verified_until is null or outcome = 'accepted');
drop index verification_use_account;
create index verification_use_account on verification_use (account_id, at desc, proof desc);

-- What an account's owner is told, in the language in which it is read.
create table notification (
  id text collate "C" primary key,
  account_id text collate "C" not null references account on delete cascade,
  kind text collate "C" not null check (kind <> ''),
  at timestamptz not null,
  read_at timestamptz
);
create index notification_account on notification (account_id, id desc);
create index notification_unread on notification (account_id) where read_at is null;

-- Thresholds are cosines in thousandths.
alter table policy_version
  add column face_login_allowed boolean not null default true,
  add column face_accept_at integer not null default 550
    check (face_accept_at between 300 and 900),
  add column face_offer_passkey_at integer not null default 450
    check (face_offer_passkey_at between 300 and 900),
  add column face_retention_days integer not null default 365
    check (face_retention_days between 30 and 3650),
  add constraint policy_version_face_thresholds check (face_offer_passkey_at <= face_accept_at);
