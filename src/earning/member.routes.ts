import { toRfc3339 } from "../kernel/clock.ts";
import { pointsToJson } from "../kernel/points.ts";
import { err } from "../kernel/result.ts";
import { availableOf } from "../ledger/index.ts";
import { shopMember, signedIn } from "../platform/http/access.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { MemberAnswer, MemberCodeAnswer, MemberLookup, ShopParams } from "./contract.ts";
import { findMember, issueMemberCode } from "./member-code.ts";
import type { Context } from "./needs.ts";

const TAG = "Member codes";

export function memberEndpoints(context: Context): Endpoint[] {
  return [memberCode(context), lookUp(context)];
}

function memberCode({ deps }: Context): Endpoint {
  return endpoint({
    method: "GET",
    path: "/me/member-code",
    tag: TAG,
    summary: "A code to show at a till: good for 60 seconds, and for one sale.",
    access: signedIn,
    answers: { 200: MemberCodeAnswer },
    refusals: [],
    async handle({ caller: { accountId } }) {
      const { code, expiresAt } = await deps.database.transaction((sql) =>
        issueMemberCode(deps, sql, accountId),
      );
      return reply(200, { code, expiresAt: toRfc3339(expiresAt) });
    },
  });
}

function lookUp({ deps, identity }: Context): Endpoint {
  return endpoint({
    method: "POST",
    path: "/shops/{shopId}/members/lookup",
    tag: TAG,
    summary: "Who shows this code; it stays good for the sale.",
    access: shopMember(["owner", "manager", "cashier"]),
    params: ShopParams,
    body: MemberLookup,
    answers: { 200: MemberAnswer },
    refusals: ["member_code_invalid"],
    idempotency: "none",
    noKeyBecause: "It changes nothing.",
    async handle({ params: { shopId }, body }) {
      const sql = deps.database;
      const customerId = await findMember(deps, sql, body.memberCode);
      if (customerId === null) return err("member_code_invalid");
      const displayName = (await identity.displayNames(sql, [customerId])).get(customerId) ?? "";
      const available = pointsToJson(await availableOf(sql, { customerId, unit: shopId }));
      return reply(200, { customerId, displayName, available });
    },
  });
}
