-- Invitations to work for a shop or seller. They name a login and not an account, so that making one
-- neither tells nor depends on whether there is such an account; the person who has the login, now or
-- later, sees it and answers.
create table staff_invitation (
  id text collate "C" primary key,
  merchant_id text collate "C" not null,
  kind text collate "C" not null,
  role text collate "C" not null,
  login_kind text collate "C" not null check (login_kind in ('phone', 'email')),
  -- In its canonical form, as accounts have it.
  login text collate "C" not null,
  -- As the inviter typed it, which is all that the inviter is shown.
  typed_login text not null,
  status text collate "C" not null
    check (status in ('pending', 'accepted', 'declined', 'revoked')),
  invited_by text collate "C" not null,
  invited_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > invited_at),
  answered_by text collate "C",
  foreign key (merchant_id, kind) references merchant (id, kind),
  constraint staff_invitation_role check (
    (kind = 'shop' and role in ('manager', 'cashier')) or (kind = 'seller' and role = 'staff')
  ),
  check ((answered_by is null) = (status in ('pending', 'revoked')))
);
-- Inviting the same login again renews the invitation that is open.
create unique index staff_invitation_one_open on staff_invitation (merchant_id, login_kind, login)
  where status = 'pending';
create index staff_invitation_login on staff_invitation (login_kind, login)
  where status = 'pending';
create index staff_invitation_merchant on staff_invitation (merchant_id, invited_at);
create index staff_invitation_age on staff_invitation (expires_at);
