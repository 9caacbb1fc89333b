import { err } from "../kernel/result.ts";
import type { Sql } from "../platform/db/database.ts";
import { withDatabase } from "../platform/deps.ts";
import { decideAccess, signedIn } from "../platform/http/access.ts";
import { callerId } from "../platform/http/caller.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { apply } from "./apply.ts";
import { changeMerchant } from "./change-merchant.ts";
import { policiesInForce } from "./change-policies.ts";
import type { Context } from "./context.ts";
import { NewMerchant, type ShopChanges } from "./contract.ts";
import { readMerchant } from "./merchant.store.ts";
import type { Merchant } from "./merchant.ts";
import { merchantNamed, type Side } from "./side.ts";
import { sideToJson } from "./wire.ts";

/** The shop or seller itself. */
export function merchantRoutes(context: Context, side: Side): Endpoint[] {
  return [applyRoute(context, side), readRoute(context, side), changeRoute(context, side)];
}

function applyRoute(context: Context, { kind, tag, collection, answer }: Side): Endpoint {
  return endpoint({
    method: "POST",
    path: collection,
    tag,
    summary: `Apply to take part as a ${kind}; the caller becomes its owner.`,
    access: signedIn,
    body: NewMerchant,
    answers: { 201: answer },
    refusals: ["too_many_applications"],
    idempotency: "optional",
    handle: async ({ body, caller }, database) => {
      const application = { kind, accountId: callerId(caller), body };
      const applied = await apply(withDatabase(context, database), application);
      if (!applied.ok) return applied;
      return reply(201, await answerOf(database, applied.value));
    },
  });
}

function readRoute({ deps: { database } }: Context, side: Side): Endpoint {
  return endpoint({
    method: "GET",
    path: side.one,
    tag: side.tag,
    summary: `Read a ${side.kind}.`,
    access: side.members,
    params: side.params,
    answers: { 200: side.answer },
    refusals: ["not_found"],
    handle: async ({ params }) => {
      const merchant = await readMerchant(database, merchantNamed(params));
      return merchant ? reply(200, await answerOf(database, merchant)) : err("not_found");
    },
  });
}

function changeRoute(context: Context, side: Side): Endpoint {
  return endpoint({
    method: "PATCH",
    path: side.one,
    tag: side.tag,
    summary:
      side.kind === "shop"
        ? "Change how a shop presents itself (its owner), or the rules it goes by (managers too)."
        : "Change how a seller presents itself.",
    access: side.desk,
    params: side.params,
    body: side.changes,
    answers: { 200: side.answer },
    refusals: ["not_found", "invalid_request"],
    handle: async ({ params, body, caller, language }) => {
      const isOwner = decideAccess(side.owner, caller, params);
      if (!isOwner.ok && presents(body)) return isOwner;
      const of = merchantNamed(params);
      const by = callerId(caller);
      const changed = await changeMerchant(context, { of, changes: body, by, language });
      if (!changed.ok) return changed;
      return reply(200, await answerOf(context.deps.database, changed.value));
    },
  });
}

function presents({ name, description, colour }: ShopChanges): boolean {
  return name !== undefined || description !== undefined || colour !== undefined;
}

async function answerOf(sql: Sql, merchant: Merchant) {
  return sideToJson(merchant, await policiesInForce(sql));
}
