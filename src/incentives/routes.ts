import { toRfc3339 } from "../kernel/clock.ts";
import { pointsToJson } from "../kernel/points.ts";
import { withDatabase } from "../platform/deps.ts";
import { operator, sellerMember } from "../platform/http/access.ts";
import { callerId } from "../platform/http/caller.ts";
import { pageOf, readCursor } from "../platform/http/cursor.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { Body, PageQuery, timeOrNull } from "../platform/http/schema.ts";
import type { Context } from "./context.ts";
import {
  IncentivesAnswer,
  NewProgramme,
  ProgrammeAnswer,
  ProgrammePage,
  SellerParams,
} from "./contract.ts";
import { defineProgramme } from "./define-programme.ts";
import { listProgrammes } from "./programme.store.ts";
import type { Programme } from "./programme.ts";
import { readIncentives } from "./read-incentives.ts";

const PROGRAMMES = "/operator/incentive-programmes";
const PAGE_LIMIT = 20;

/** Newcomer programmes, for the operator that offers them and the seller that earns them. */
export function incentiveEndpoints(context: Context): Endpoint[] {
  return [define(context), list(context), ofSeller(context)];
}

function define(context: Context): Endpoint {
  return endpoint({
    method: "POST",
    path: PROGRAMMES,
    tag: "Operator",
    summary: "Offer newcomers a reward.",
    access: operator(["admin"]),
    body: NewProgramme,
    answers: { 201: ProgrammeAnswer },
    refusals: ["invalid_request"],
    idempotency: "optional",
    async handle({ body, caller, language }, database) {
      const by = callerId(caller);
      const defined = await defineProgramme(withDatabase(context, database), {
        wanted: body,
        by,
        language,
      });
      return defined.ok ? reply(201, toAnswer(defined.value)) : defined;
    },
  });
}

function list({ deps }: Context): Endpoint {
  return endpoint({
    method: "GET",
    path: PROGRAMMES,
    tag: "Operator",
    summary: "All newcomer programmes, newest first, with what they have given.",
    access: operator(["admin", "finance", "support"]),
    query: Body(PageQuery),
    answers: { 200: ProgrammePage },
    refusals: [],
    async handle({ query, language }) {
      const cursor = readCursor(query.cursor, { keyCount: 1, language });
      if (!cursor.ok) return cursor;
      const limit = query.limit ?? PAGE_LIMIT;
      const before = cursor.value?.[0] ?? null;
      const rows = await listProgrammes(deps.database, { before, limit: limit + 1 });
      return reply(200, pageOf(rows, { limit, item: toAnswer, keys: (row) => [row.id] }));
    },
  });
}

function ofSeller(context: Context): Endpoint {
  return endpoint({
    method: "GET",
    path: "/sellers/{sellerId}/incentives",
    tag: "Sellers",
    summary: "The seller's newcomer rewards: what it got, what is missing, and why.",
    access: sellerMember(["owner", "staff"], ["admin", "finance", "support"]),
    params: SellerParams,
    answers: { 200: IncentivesAnswer },
    refusals: ["not_found"],
    async handle({ params, language }) {
      const read = await readIncentives(context, { sellerId: params.sellerId, language });
      return read.ok ? reply(200, read.value) : read;
    },
  });
}

function toAnswer(programme: Programme): ProgrammeAnswer {
  const { budgetPoints } = programme;
  return {
    id: programme.id,
    name: programme.name,
    trigger: programme.trigger,
    reward: programme.reward,
    budgetPoints: budgetPoints === null ? null : pointsToJson(budgetPoints),
    grantedPoints: pointsToJson(programme.grantedPoints),
    startsAt: toRfc3339(programme.startsAt),
    endsAt: timeOrNull(programme.endsAt),
    createdAt: toRfc3339(programme.createdAt),
  };
}
