import { invariant } from "../kernel/invariant.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { Membership } from "../platform/http/caller.ts";
import type { Context } from "./context.ts";
import { decideAccepting, decideDeclining, type Invitation } from "./decide-invitation.ts";
import { lockInvitationFor, markInvitationAnswered } from "./invitation.store.ts";
import { readRole, saveMember } from "./member.store.ts";
import { readMerchant } from "./merchant.store.ts";

type Answered = { readonly invitationId: string; readonly accountId: string };

/**
 * The invited person takes the role, from the next request on; accepting twice is accepting once.
 * Refusals in order: `not_found`, `invitation_expired`, `already_member` for the owner.
 */
export function acceptInvitation(
  context: Context,
  { invitationId, accountId }: Answered,
): Promise<Result<Membership, "not_found" | "invitation_expired" | "already_member">> {
  const { deps } = context;
  return deps.database.transaction(async (sql) => {
    const invitation = await lockOwn(context, sql, { invitationId, accountId });
    const merchantId = invitation?.merchantId ?? "";
    const role = await readRole(sql, { merchantId, accountId });
    const now = deps.clock.now();
    const decided = decideAccepting({ invitation, accountId, now, role });
    if (!decided.ok) return decided;
    // From here it succeeds.
    invariant(invitation, "an invitation that is accepted is there");
    const given = { merchantId, kind: invitation.kind, accountId, role: invitation.role };
    if (decided.value === "accept") {
      await saveMember(sql, { ...given, addedAt: now });
      await markInvitationAnswered(sql, { id: invitation.id, status: "accepted", by: accountId });
    }
    const merchant = await readMerchant(sql, { kind: invitation.kind, id: merchantId });
    invariant(merchant, "an invitation has a shop or seller");
    return ok({
      organisationId: merchant.id,
      organisationName: merchant.name,
      kind: merchant.kind,
      role: decided.value === "accept" ? invitation.role : (role ?? invitation.role),
      status: merchant.status,
    });
  });
}

/** The invited person says no; saying it twice is saying it once. Refused: `not_found`. */
export function declineInvitation(
  context: Context,
  { invitationId, accountId }: Answered,
): Promise<Result<undefined, "not_found">> {
  return context.deps.database.transaction(async (sql) => {
    const invitation = await lockOwn(context, sql, { invitationId, accountId });
    const decided = decideDeclining({ invitation, accountId });
    if (!decided.ok) return decided;
    // From here it succeeds.
    if (decided.value === "decline") {
      await markInvitationAnswered(sql, { id: invitationId, status: "declined", by: accountId });
    }
    return ok();
  });
}

async function lockOwn(
  { identity }: Context,
  sql: Transaction,
  { invitationId, accountId }: Answered,
): Promise<Invitation | null> {
  const logins = await identity.loginsOf(sql, accountId);
  return lockInvitationFor(sql, { id: invitationId, logins });
}
