import { err } from "../kernel/result.ts";
import { signedIn } from "../platform/http/access.ts";
import { callerId } from "../platform/http/caller.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { apply } from "./apply.ts";
import { changeMerchant } from "./change-merchant.ts";
import type { Context } from "./context.ts";
import { MerchantAnswer, MerchantChanges, NewMerchant } from "./contract.ts";
import { readMerchant } from "./merchant.store.ts";
import { merchantNamed, type Side } from "./side.ts";
import { merchantToJson } from "./wire.ts";

/** The shop or seller itself. */
export function merchantRoutes(context: Context, side: Side): Endpoint[] {
  const { kind, tag } = side;
  return [
    endpoint({
      method: "POST",
      path: side.collection,
      tag,
      summary: `Apply to take part as a ${kind}; the caller becomes its owner.`,
      access: signedIn,
      body: NewMerchant,
      answers: { 201: MerchantAnswer },
      refusals: [],
      handle: async ({ body, caller }) => {
        const merchant = await apply(context, { kind, accountId: callerId(caller), body });
        return reply(201, merchantToJson(merchant));
      },
    }),
    endpoint({
      method: "GET",
      path: side.one,
      tag,
      summary: `Read a ${kind}.`,
      access: side.members,
      params: side.params,
      answers: { 200: MerchantAnswer },
      refusals: ["not_found"],
      handle: async ({ params }) => {
        const merchant = await readMerchant(context.deps.database, merchantNamed(params));
        return merchant ? reply(200, merchantToJson(merchant)) : err("not_found");
      },
    }),
    endpoint({
      method: "PATCH",
      path: side.one,
      tag,
      summary: `Change how a ${kind} presents itself.`,
      access: side.owner,
      params: side.params,
      body: MerchantChanges,
      answers: { 200: MerchantAnswer },
      refusals: ["not_found"],
      handle: async ({ params, body }) => {
        const of = merchantNamed(params);
        const changed = await changeMerchant(context, { of, changes: body });
        return changed.ok ? reply(200, merchantToJson(changed.value)) : changed;
      },
    }),
  ];
}
