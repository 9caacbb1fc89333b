import { err } from "../kernel/result.ts";
import { withDatabase } from "../platform/deps.ts";
import { callerId } from "../platform/http/caller.ts";
import { pageOf, readCursor } from "../platform/http/cursor.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { listApiKeys, markRevoked } from "./api-key.store.ts";
import type { Context } from "./context.ts";
import {
  ApiKeyPage,
  CreatedApiKeyAnswer,
  InvitationAnswer,
  InvitationPage,
  ListQuery,
  StaffPage,
} from "./contract.ts";
import { createApiKey } from "./create-api-key.ts";
import { listInvitations, markInvitationRevoked } from "./invitation.store.ts";
import { inviteStaff } from "./invite-staff.ts";
import { listStaff } from "./list-staff.ts";
import { removeStaff } from "./remove-staff.ts";
import { merchantNamed, type Side } from "./side.ts";
import { apiKeyToJson, invitationToJson } from "./wire.ts";

/** The people and programs that act for a shop or seller. Owners only, so no program gets here. */
export function peopleRoutes(context: Context, side: Side): Endpoint[] {
  return [
    ...staffRoutes(context, side),
    ...invitationRoutes(context, side),
    ...apiKeyRoutes(context, side),
  ];
}

function staffRoutes(context: Context, side: Side): Endpoint[] {
  const { kind, tag, owner } = side;
  return [
    endpoint({
      method: "GET",
      path: `${side.one}/staff`,
      tag,
      summary: `List the people of a ${kind}, the owner first.`,
      access: owner,
      params: side.params,
      query: ListQuery,
      answers: { 200: StaffPage },
      refusals: [],
      handle: async ({ params, query, language }) => {
        const { limit = 20, cursor } = query;
        const of = merchantNamed(params);
        const page = await listStaff(context, { of, limit, cursor, language });
        return page.ok ? reply(200, page.value) : page;
      },
    }),
    endpoint({
      method: "POST",
      path: `${side.one}/staff`,
      tag,
      summary: `Invite the person with this login to work for a ${kind}; they have the role once they accept. The answer is the same whether or not anybody has the login.`,
      access: owner,
      params: side.params,
      body: side.newStaff,
      answers: { 201: InvitationAnswer },
      refusals: ["invalid_request", "not_found", "too_many_invitations"],
      idempotency: "optional",
      handle: async ({ params, body: { login, role }, caller, language }, database) => {
        const of = merchantNamed(params);
        const inviting = { of, login, role, by: callerId(caller), language };
        const invited = await inviteStaff(withDatabase(context, database), inviting);
        if (!invited.ok) return invited;
        return reply(201, invitationToJson(invited.value, context.deps.clock.now()));
      },
    }),
    endpoint({
      method: "DELETE",
      path: `${side.one}/staff/{accountId}`,
      tag,
      summary: "Take a person's role away.",
      access: owner,
      params: side.staffParams,
      answers: { 204: null },
      refusals: ["not_found", "owner_stays"],
      handle: async ({ params }) => {
        const of = merchantNamed(params);
        const removed = await removeStaff(context, { of, accountId: params.accountId });
        return removed.ok ? reply(204) : removed;
      },
    }),
  ];
}

function invitationRoutes(context: Context, side: Side): Endpoint[] {
  const { tag, owner } = side;
  const { database, clock } = context.deps;
  return [
    endpoint({
      method: "GET",
      path: `${side.one}/invitations`,
      tag,
      summary: "List the invitations that are open, were declined or have expired, newest first.",
      access: owner,
      params: side.params,
      query: ListQuery,
      answers: { 200: InvitationPage },
      refusals: [],
      handle: async ({ params, query, language }) => {
        const { limit = 20, cursor } = query;
        const place = readCursor(cursor, { keyCount: 1, language });
        if (!place.ok) return place;
        const merchantId = merchantNamed(params).id;
        const before = place.value?.[0] ?? null;
        const rows = await listInvitations(database, { merchantId, before, limit: limit + 1 });
        const item = (row: (typeof rows)[number]) => invitationToJson(row, clock.now());
        return reply(200, pageOf(rows, { limit, item, keys: ({ id }) => [id] }));
      },
    }),
    endpoint({
      method: "DELETE",
      path: `${side.one}/invitations/{invitationId}`,
      tag,
      summary: "Take an invitation back.",
      access: owner,
      params: side.invitationParams,
      answers: { 204: null },
      refusals: ["not_found"],
      handle: async ({ params }) => {
        const own = { id: params.invitationId, merchantId: merchantNamed(params).id };
        return (await markInvitationRevoked(database, own)) ? reply(204) : err("not_found");
      },
    }),
  ];
}

function apiKeyRoutes(context: Context, side: Side): Endpoint[] {
  const { kind, tag, owner } = side;
  const { database, clock } = context.deps;
  return [
    endpoint({
      method: "GET",
      path: `${side.one}/api-keys`,
      tag,
      summary: "List the API keys in use, newest first.",
      access: owner,
      params: side.params,
      query: ListQuery,
      answers: { 200: ApiKeyPage },
      refusals: [],
      handle: async ({ params, query, language }) => {
        const { limit = 20, cursor } = query;
        const place = readCursor(cursor, { keyCount: 1, language });
        if (!place.ok) return place;
        const merchantId = merchantNamed(params).id;
        const before = place.value?.[0] ?? null;
        const rows = await listApiKeys(database, { merchantId, before, limit: limit + 1 });
        return reply(200, pageOf(rows, { limit, item: apiKeyToJson, keys: ({ id }) => [id] }));
      },
    }),
    endpoint({
      method: "POST",
      path: `${side.one}/api-keys`,
      tag,
      summary: `Make an API key with one role in a ${kind}; the key is shown this once.`,
      access: owner,
      params: side.params,
      body: side.newApiKey,
      answers: { 201: CreatedApiKeyAnswer },
      refusals: ["limit_reached"],
      idempotency: "none",
      noKeyBecause:
        "The answer holds the key's secret, which no record may hold. A key whose answer was lost is in the list, never used, and can be revoked.",
      handle: async ({ params, body, caller }) => {
        const { name, role } = body;
        const of = merchantNamed(params);
        const made = await createApiKey(context, { of, name, role, by: callerId(caller) });
        if (!made.ok) return made;
        const { lastUsedAt: _, ...apiKey } = apiKeyToJson(made.value.apiKey);
        return reply(201, { ...apiKey, key: made.value.secret });
      },
    }),
    endpoint({
      method: "DELETE",
      path: `${side.one}/api-keys/{keyId}`,
      tag,
      summary: "Revoke an API key; it stops working at once.",
      access: owner,
      params: side.apiKeyParams,
      answers: { 204: null },
      refusals: ["not_found"],
      handle: async ({ params }) => {
        const key = { id: params.keyId, merchantId: merchantNamed(params).id };
        const revoked = await markRevoked(database, { ...key, at: clock.now() });
        return revoked ? reply(204) : err("not_found");
      },
    }),
  ];
}
