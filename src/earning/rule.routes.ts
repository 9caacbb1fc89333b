import { toRfc3339 } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { pointsToJson } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { err } from "../kernel/result.ts";
import { anyone, shopMember } from "../platform/http/access.ts";
import { callerId } from "../platform/http/caller.ts";
import { pageOf, readCursor } from "../platform/http/cursor.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { timeOrNull } from "../platform/http/schema.ts";
import { addRule } from "./add-rule.ts";
import {
  NewRule,
  PreviewAnswer,
  PreviewRequest,
  RuleAnswer,
  RuleKindList,
  RulePage,
  RuleParams,
  RuleQuery,
  ShopParams,
} from "./contract.ts";
import type { RewardRule } from "./decide-award.ts";
import type { Context } from "./needs.ts";
import { PAGE_SIZE } from "./page-size.ts";
import { previewAward } from "./preview-award.ts";
import { endRule, readStandingRules } from "./reward-rule.store.ts";
import { ALL_RULE_KINDS, ruleKind } from "./rules/registry.ts";

const TAG = "Reward rules";

export function ruleEndpoints(context: Context): Endpoint[] {
  return [kinds(), list(context), add(context), end(context), preview(context)];
}

function kinds(): Endpoint {
  return endpoint({
    method: "GET",
    path: "/reward-rule-kinds",
    tag: TAG,
    summary: "The kinds of reward rule and the JSON schema of their parameters.",
    access: anyone,
    answers: { 200: RuleKindList },
    refusals: [],
    handle: async ({ language }) =>
      reply(200, {
        items: ALL_RULE_KINDS.map(({ kind, label, parameters }) => ({
          kind,
          label: label[language],
          parameters,
        })),
      }),
  });
}

function list({ deps }: Context): Endpoint {
  return endpoint({
    method: "GET",
    path: "/shops/{shopId}/reward-rules",
    tag: TAG,
    summary: "The rules that stand, now or later, newest first.",
    access: shopMember(["owner", "manager"]),
    params: ShopParams,
    query: RuleQuery,
    answers: { 200: RulePage },
    refusals: [],
    async handle({ params: { shopId }, query, language }) {
      const cursor = readCursor(query.cursor, { keyCount: 1, language });
      if (!cursor.ok) return cursor;
      const limit = query.limit ?? PAGE_SIZE;
      const rules = await readStandingRules(deps.database, {
        shopId,
        at: deps.clock.now(),
        before: cursor.value?.[0] ?? null,
        limit: limit + 1,
      });
      const item = (rule: RewardRule) => toRuleAnswer(rule, language);
      return reply(200, pageOf(rules, { limit, item, keys: ({ id }) => [id] }));
    },
  });
}

function add(context: Context): Endpoint {
  return endpoint({
    method: "POST",
    path: "/shops/{shopId}/reward-rules",
    tag: TAG,
    summary: "Add a rule. Rules are never edited: end one and add another.",
    access: shopMember(["owner", "manager"]),
    params: ShopParams,
    body: NewRule,
    answers: { 201: RuleAnswer },
    refusals: ["rule_not_monotone", "limit_reached"],
    idempotency: "optional",
    async handle({ params: { shopId }, body, caller, language }, database) {
      const by = callerId(caller);
      const of = { shopId, rule: body, by, language };
      const added = await addRule(context, database, of);
      return added.ok ? reply(201, toRuleAnswer(added.value, language)) : added;
    },
  });
}

function end({ deps }: Context): Endpoint {
  return endpoint({
    method: "DELETE",
    path: "/shops/{shopId}/reward-rules/{ruleId}",
    tag: TAG,
    summary: "End a rule. Receipts that used it keep it.",
    access: shopMember(["owner", "manager"]),
    params: RuleParams,
    answers: { 204: null },
    refusals: ["not_found"],
    async handle({ params }) {
      const ended = await endRule(deps.database, { ...params, at: deps.clock.now() });
      return ended ? reply(204) : err("not_found");
    },
  });
}

function preview(context: Context): Endpoint {
  return endpoint({
    method: "POST",
    path: "/shops/{shopId}/reward-rules/preview",
    tag: TAG,
    summary: "What a basket would earn, and why, line by line.",
    access: shopMember(["owner", "manager", "cashier"]),
    params: ShopParams,
    body: PreviewRequest,
    answers: { 200: PreviewAnswer },
    refusals: ["unknown_product", "amount_out_of_range"],
    idempotency: "none",
    noKeyBecause: "It changes nothing.",
    async handle({ params: { shopId }, body, language }) {
      const basket = { shopId, lines: body.lines, at: body.at, language };
      const previewed = await previewAward(context, basket);
      if (!previewed.ok) return previewed;
      const { points, lines } = previewed.value;
      return reply(200, {
        points: pointsToJson(points),
        lines: lines.map((line) => ({ ...line, points: pointsToJson(line.points) })),
      });
    },
  });
}

function toRuleAnswer(rule: RewardRule, language: Language): RuleAnswer {
  const warnings = ruleKind(rule.kind).check(rule.parameters);
  invariant(warnings.ok, "a stored rule has passed its check");
  return {
    id: rule.id,
    scope: {
      ...(rule.productId === null ? {} : { productId: rule.productId }),
      ...(rule.category === null ? {} : { category: rule.category }),
    },
    kind: rule.kind as RuleAnswer["kind"],
    parameters: rule.parameters,
    startsAt: timeOrNull(rule.startsAt),
    endsAt: timeOrNull(rule.endsAt),
    createdAt: toRfc3339(rule.createdAt),
    warnings: warnings.value.map(({ code, detail }) => ({ code, detail: detail[language] })),
  };
}
