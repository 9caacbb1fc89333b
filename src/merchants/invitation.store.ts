import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Login } from "../kernel/text/login.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Invitation, InvitationStatus } from "./decide-invitation.ts";
import type { MerchantStatus } from "./merchant.ts";

const COLUMNS = `id, merchant_id as "merchantId", kind, role, status,
  typed_login as "typedLogin", invited_at as "invitedAt", expires_at as "expiresAt",
  answered_by as "answeredBy"`;

/** Makes an invitation, or renews the open one for the same login there. */
export async function saveInvitation(
  sql: Transaction,
  invitation: Invitation & { readonly login: Login; readonly invitedBy: string },
): Promise<Invitation> {
  const rows = await sql.query<Invitation>(
    `insert into staff_invitation (id, merchant_id, kind, role, login_kind, login, typed_login,
       status, invited_by, invited_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'pending', $8, $9, $10)
     on conflict (merchant_id, login_kind, login) where status = 'pending' do update set
       role = excluded.role, typed_login = excluded.typed_login, invited_by = excluded.invited_by,
       invited_at = excluded.invited_at, expires_at = excluded.expires_at
     returning ${COLUMNS}`,
    [
      invitation.id,
      invitation.merchantId,
      invitation.kind,
      invitation.role,
      invitation.login.kind,
      invitation.login.value,
      invitation.typedLogin,
      invitation.invitedBy,
      toRfc3339(invitation.invitedAt),
      toRfc3339(invitation.expiresAt),
    ],
  );
  return rows[0] as Invitation;
}

/** What this shop or seller sent since then, whatever became of it. */
export async function countInvitations(
  sql: Sql,
  { merchantId, since }: { merchantId: string; since: Instant },
): Promise<{ count: number; oldest: Instant | null }> {
  const [row] = await sql.query<{ count: bigint; oldest: Instant | null }>(
    `select count(*) as count, min(invited_at) as oldest from staff_invitation
     where merchant_id = $1 and invited_at > $2`,
    [merchantId, toRfc3339(since)],
  );
  return { count: Number(row?.count ?? 0n), oldest: row?.oldest ?? null };
}

/** What is open, was declined or has expired, newest first; `before` is the last id of the page before. */
export async function listInvitations(
  sql: Sql,
  { merchantId, before, limit }: { merchantId: string; before: string | null; limit: number },
): Promise<Invitation[]> {
  return sql.query<Invitation>(
    `select ${COLUMNS} from staff_invitation
     where merchant_id = $1 and status in ('pending', 'declined') and ($2::text is null or id < $2)
     order by id desc limit $3`,
    [merchantId, before, limit],
  );
}

/** Answers false when there is no such open invitation there. */
export async function markInvitationRevoked(
  sql: Sql,
  { id, merchantId }: { id: string; merchantId: string },
): Promise<boolean> {
  const rows = await sql.execute(
    `update staff_invitation set status = 'revoked'
     where id = $1 and merchant_id = $2 and status = 'pending'`,
    [id, merchantId],
  );
  return rows === 1;
}

export type OwnInvitation = Invitation & {
  readonly organisationName: string;
  readonly organisationStatus: MerchantStatus;
};

const FOR_LOGINS = `(login_kind, login) in (
  select * from unnest($1::text[], $2::text[]))`;

/** The open ones for a person's logins, newest first. */
export async function listInvitationsFor(
  sql: Sql,
  { logins, now, limit }: { logins: readonly Login[]; now: Instant; limit: number },
): Promise<OwnInvitation[]> {
  return sql.query<OwnInvitation>(
    `select invitation.*, merchant.name as "organisationName",
       merchant.status as "organisationStatus"
     from (select ${COLUMNS} from staff_invitation
           where status = 'pending' and expires_at > $3 and ${FOR_LOGINS}
           order by id desc limit $4) invitation
     join merchant on merchant.id = invitation."merchantId"
     order by invitation.id desc`,
    [...columnsOf(logins), toRfc3339(now), limit],
  );
}

/** The invitation of that id for one of these logins, as it is until the transaction ends. */
export async function lockInvitationFor(
  sql: Transaction,
  { id, logins }: { id: string; logins: readonly Login[] },
): Promise<Invitation | null> {
  const [row] = await sql.query<Invitation>(
    `select ${COLUMNS} from staff_invitation where id = $3 and ${FOR_LOGINS} for update`,
    [...columnsOf(logins), id],
  );
  return row ?? null;
}

export async function markInvitationAnswered(
  sql: Transaction,
  { id, status, by }: { id: string; status: InvitationStatus; by: string },
): Promise<void> {
  await sql.execute("update staff_invitation set status = $2, answered_by = $3 where id = $1", [
    id,
    status,
    by,
  ]);
}

/** At most `limit` invitations that ended before then. Answers how many went. */
export function deleteInvitations(
  sql: Sql,
  { before, limit }: { before: Instant; limit: number },
): Promise<number> {
  return sql.execute(
    `delete from staff_invitation where id in (
       select id from staff_invitation where expires_at < $1 limit $2)`,
    [toRfc3339(before), limit],
  );
}

function columnsOf(logins: readonly Login[]) {
  return [logins.map(({ kind }) => kind), logins.map(({ value }) => value)] as const;
}
