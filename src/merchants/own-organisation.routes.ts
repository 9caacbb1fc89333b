import { toRfc3339 } from "../kernel/clock.ts";
import { withDatabase } from "../platform/deps.ts";
import { signedIn } from "../platform/http/access.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { acceptInvitation, declineInvitation } from "./answer-invitation.ts";
import type { Context } from "./context.ts";
import {
  InvitationParams,
  MembershipAnswer,
  MembershipParams,
  OwnInvitationPage,
} from "./contract.ts";
import { listInvitationsFor } from "./invitation.store.ts";
import { leaveOrganisation } from "./leave-organisation.ts";
import { OWN_INVITATIONS_SHOWN } from "./limits.ts";

const TAG = "Accounts";

/** Where a person works: what they are invited to, and how they leave. */
export function ownOrganisationRoutes(context: Context): Endpoint[] {
  return [listRoute(context), acceptRoute(context), declineRoute(context), leaveRoute(context)];
}

function listRoute({ deps, identity }: Context): Endpoint {
  return endpoint({
    method: "GET",
    path: "/me/invitations",
    tag: TAG,
    summary: "The open invitations to work for a shop or seller, newest first.",
    access: signedIn,
    answers: { 200: OwnInvitationPage },
    refusals: [],
    handle: async ({ caller }) => {
      const sql = deps.database;
      const logins = await identity.loginsOf(sql, caller.accountId);
      const now = deps.clock.now();
      const open = await listInvitationsFor(sql, { logins, now, limit: OWN_INVITATIONS_SHOWN });
      const items = open.map((one) => ({
        id: one.id,
        organisationId: one.merchantId,
        organisationName: one.organisationName,
        organisationStatus: one.organisationStatus,
        kind: one.kind,
        role: one.role,
        invitedAt: toRfc3339(one.invitedAt),
        expiresAt: toRfc3339(one.expiresAt),
      }));
      return reply(200, { items, nextCursor: null });
    },
  });
}

function acceptRoute(context: Context): Endpoint {
  return endpoint({
    method: "POST",
    path: "/me/invitations/{invitationId}/accept",
    tag: TAG,
    summary: "Accept an invitation; the role holds from the next request on.",
    access: signedIn,
    params: InvitationParams,
    answers: { 200: MembershipAnswer },
    refusals: ["not_found", "invitation_expired", "already_member"],
    idempotency: "optional",
    handle: async ({ params: { invitationId }, caller: { accountId } }, database) => {
      const accepted = await acceptInvitation(withDatabase(context, database), {
        invitationId,
        accountId,
      });
      return accepted.ok ? reply(200, accepted.value) : accepted;
    },
  });
}

function declineRoute(context: Context): Endpoint {
  return endpoint({
    method: "POST",
    path: "/me/invitations/{invitationId}/decline",
    tag: TAG,
    summary: "Decline an invitation.",
    access: signedIn,
    params: InvitationParams,
    answers: { 204: null },
    refusals: ["not_found"],
    idempotency: "optional",
    handle: async ({ params: { invitationId }, caller: { accountId } }, database) => {
      const declined = await declineInvitation(withDatabase(context, database), {
        invitationId,
        accountId,
      });
      return declined.ok ? reply(204) : declined;
    },
  });
}

function leaveRoute(context: Context): Endpoint {
  return endpoint({
    method: "DELETE",
    path: "/me/memberships/{organisationId}",
    tag: TAG,
    summary: "Leave a shop, a seller or the operator; an owner and the last admin cannot.",
    access: signedIn,
    params: MembershipParams,
    answers: { 204: null },
    refusals: ["not_found", "owner_stays"],
    handle: async ({ params: { organisationId }, caller: { accountId } }) => {
      const left = await leaveOrganisation(context, { organisationId, accountId });
      return left.ok ? reply(204) : left;
    },
  });
}
