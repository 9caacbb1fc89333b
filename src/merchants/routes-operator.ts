import { pointsToJson } from "../kernel/points.ts";
import { withDatabase } from "../platform/deps.ts";
import { operator } from "../platform/http/access.ts";
import { callerId } from "../platform/http/caller.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { changePolicies, policiesInForce } from "./change-policies.ts";
import type { Context } from "./context.ts";
import {
  Decision,
  ListQuery,
  LogPage,
  MerchantAnswer,
  MerchantsQuery,
  OperatorSellerPage,
  OperatorShopPage,
  OverviewAnswer,
  PoliciesAnswer,
  PolicyChanges,
  TextClashPage,
} from "./contract.ts";
import type { DecisionKind } from "./decide-approval.ts";
import { listLog } from "./list-log.ts";
import { listForOperator, listShopsForOperator } from "./list-merchants.ts";
import { listTextClashes } from "./list-text-clashes.ts";
import { createOverview } from "./read-overview.ts";
import { reviewMerchant } from "./review-merchant.ts";
import { merchantNamed, SELLERS, SHOPS, type Side } from "./side.ts";
import { merchantToJson, policiesToJson } from "./wire.ts";

const TAG = "Operator";
const ADMIN = operator(["admin"]);
const OPERATORS = operator(["admin", "finance", "support"]);

/** What the mall's operator sees and decides. */
export function operatorRoutes(context: Context): Endpoint[] {
  return [
    ...listRoutes(context),
    reviewRoute(context, SHOPS, "approve"),
    reviewRoute(context, SHOPS, "suspend"),
    reviewRoute(context, SELLERS, "approve"),
    reviewRoute(context, SELLERS, "suspend"),
    ...policyRoutes(context),
    ...overviewRoutes(context),
  ];
}

function listRoutes(context: Context): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/operator/shops",
      tag: TAG,
      summary: "List shops, newest first.",
      access: OPERATORS,
      query: MerchantsQuery,
      answers: { 200: OperatorShopPage },
      refusals: [],
      handle: async ({ query, language }) => {
        const { limit = 20, cursor, status } = query;
        const page = await listShopsForOperator(context, { limit, cursor, status, language });
        return page.ok ? reply(200, page.value) : page;
      },
    }),
    endpoint({
      method: "GET",
      path: "/operator/sellers",
      tag: TAG,
      summary: "List sellers, newest first.",
      access: OPERATORS,
      query: MerchantsQuery,
      answers: { 200: OperatorSellerPage },
      refusals: [],
      handle: async ({ query, language }) => {
        const { limit = 20, cursor, status } = query;
        const list = { kind: "seller", limit, cursor, status, language } as const;
        const page = await listForOperator(context, list);
        return page.ok ? reply(200, page.value) : page;
      },
    }),
  ];
}

function reviewRoute(context: Context, side: Side, decision: DecisionKind): Endpoint {
  return endpoint({
    method: "POST",
    path: `/operator${side.one}/${decision}`,
    tag: TAG,
    summary: `${decision === "approve" ? "Approve" : "Suspend"} a ${side.kind}.`,
    access: ADMIN,
    params: side.params,
    body: Decision,
    answers: { 200: MerchantAnswer },
    refusals: ["not_found"],
    idempotency: "optional",
    handle: async ({ params, body, caller }, database) => {
      const of = merchantNamed(params);
      const review = { of, decision, reason: body.reason, by: callerId(caller) };
      const reviewed = await reviewMerchant(withDatabase(context, database), review);
      return reviewed.ok ? reply(200, merchantToJson(reviewed.value)) : reviewed;
    },
  });
}

function policyRoutes(context: Context): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/operator/policies",
      tag: TAG,
      summary: "Read the policies in force.",
      access: OPERATORS,
      answers: { 200: PoliciesAnswer },
      refusals: [],
      handle: async () => reply(200, policiesToJson(await policiesInForce(context.deps.database))),
    }),
    endpoint({
      method: "PUT",
      path: "/operator/policies",
      tag: TAG,
      summary: "Publish a new version of the policies; what is left out stays.",
      access: ADMIN,
      body: PolicyChanges,
      answers: { 200: PoliciesAnswer },
      refusals: ["invalid_request"],
      handle: async ({ body, caller, language }) => {
        const changed = await changePolicies(context, { body, by: callerId(caller), language });
        return changed.ok ? reply(200, policiesToJson(changed.value)) : changed;
      },
    }),
  ];
}

function overviewRoutes(context: Context): Endpoint[] {
  const readOverview = createOverview(context);
  return [
    endpoint({
      method: "GET",
      path: "/operator/overview",
      tag: TAG,
      summary: "What waits to be decided, and whether the books balance.",
      access: OPERATORS,
      answers: { 200: OverviewAnswer },
      refusals: [],
      handle: async () => {
        const overview = await readOverview();
        return reply(200, {
          ...overview,
          mallPointsIssued: pointsToJson(overview.mallPointsIssued),
          mallPointsHeld: pointsToJson(overview.mallPointsHeld),
          mallPointsRetired: pointsToJson(overview.mallPointsRetired),
        });
      },
    }),
    endpoint({
      method: "GET",
      path: "/operator/log",
      tag: TAG,
      summary: "Read what the operator's people did, newest first.",
      access: OPERATORS,
      query: ListQuery,
      answers: { 200: LogPage },
      refusals: [],
      handle: async ({ query, language }) => {
        const { limit = 20, cursor } = query;
        const page = await listLog(context, { limit, cursor, language });
        return page.ok ? reply(200, page.value) : page;
      },
    }),
    textClashRoute(context),
  ];
}

function textClashRoute(context: Context): Endpoint {
  return endpoint({
    method: "GET",
    path: "/operator/text-clashes",
    tag: TAG,
    summary: "Read what an upgrade could not bring to its canonical form, oldest first.",
    access: OPERATORS,
    query: ListQuery,
    answers: { 200: TextClashPage },
    refusals: [],
    handle: async ({ query, language }) => {
      const { limit = 20, cursor } = query;
      const page = await listTextClashes(context, { limit, cursor, language });
      return page.ok ? reply(200, page.value) : page;
    },
  });
}
