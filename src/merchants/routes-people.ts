import { err } from "../kernel/result.ts";
import { withDatabase } from "../platform/deps.ts";
import { callerId } from "../platform/http/caller.ts";
import { pageOf, readCursor } from "../platform/http/cursor.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { addStaff } from "./add-staff.ts";
import { listApiKeys, markRevoked } from "./api-key.store.ts";
import type { Context } from "./context.ts";
import { ApiKeyPage, CreatedApiKeyAnswer, ListQuery, StaffAnswer, StaffPage } from "./contract.ts";
import { createApiKey } from "./create-api-key.ts";
import { listStaff } from "./list-staff.ts";
import { removeStaff } from "./remove-staff.ts";
import { merchantNamed, type Side } from "./side.ts";
import { apiKeyToJson } from "./wire.ts";

/** Adding staff answers whether a login exists, so guessing through it is slow. */
const LOGINS_TRIED_PER_MINUTE = 60;

/** The people and programs that act for a shop or seller. Owners only, so no program gets here. */
export function peopleRoutes(context: Context, side: Side): Endpoint[] {
  return [...staffRoutes(context, side), ...apiKeyRoutes(context, side)];
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
      summary: `Give a registered person a role in a ${kind}.`,
      access: owner,
      params: side.params,
      body: side.newStaff,
      answers: { 201: StaffAnswer },
      refusals: ["account_not_found", "already_member"],
      callsPerMinute: LOGINS_TRIED_PER_MINUTE,
      idempotency: "optional",
      handle: async ({ params, body }, database) => {
        const { login, role } = body;
        const added = await addStaff(withDatabase(context, database), {
          of: merchantNamed(params),
          login,
          role,
        });
        return added.ok ? reply(201, added.value) : added;
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
      refusals: [],
      idempotency: "none",
      noKeyBecause:
        "The answer holds the key's secret, which no record may hold. A key whose answer was lost is in the list, never used, and can be revoked.",
      handle: async ({ params, body, caller }) => {
        const { name, role } = body;
        const of = merchantNamed(params);
        const made = await createApiKey(context, { of, name, role, by: callerId(caller) });
        const { lastUsedAt: _, ...apiKey } = apiKeyToJson(made.apiKey);
        return reply(201, { ...apiKey, key: made.secret });
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
