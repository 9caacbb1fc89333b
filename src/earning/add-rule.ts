import { fromRfc3339, type Instant } from "../kernel/clock.ts";
import type { Language } from "../kernel/refusals.ts";
import { err, invalid, ok, type Result } from "../kernel/result.ts";
import type { Sql } from "../platform/db/database.ts";
import { faultsOf } from "../platform/http/faults.ts";
import { createValidator } from "../platform/http/validate.ts";
import type { NewRule } from "./contract.ts";
import type { RewardRule } from "./decide-award.ts";
import { SHOP_RULES_MAXIMUM } from "./limits.ts";
import type { Context } from "./needs.ts";
import { findActiveProducts } from "./product.store.ts";
import { hasRules, insertRule } from "./reward-rule.store.ts";
import { ALL_RULE_KINDS, ruleKind } from "./rules/registry.ts";
import { say } from "./text.ts";

const validator = createValidator();
const fitsSchema = new Map(
  ALL_RULE_KINDS.map(({ kind, parameters }) => [kind, validator.compile(parameters)]),
);

/**
 * Adds a version of a rule; it is never edited afterwards. Refusals: `invalid_request` for parameters
 * that do not fit the kind, a scope that names nothing of the shop, an end before the start;
 * `rule_not_monotone` when more would earn less; `limit_reached`.
 */
export async function addRule(
  { deps }: Context,
  sql: Sql,
  of: { shopId: string; rule: NewRule; by: string; language: Language },
): Promise<Result<RewardRule, "invalid_request" | "rule_not_monotone" | "limit_reached">> {
  const { shopId, rule: asked, language } = of;
  const fits = checkParameters(asked, language);
  if (!fits.ok) return fits;
  const scope = await checkScope(sql, of);
  if (!scope.ok) return scope;
  const period = checkPeriod(asked, language);
  if (!period.ok) return period;
  if (await hasRules(sql, { shopId, count: SHOP_RULES_MAXIMUM })) {
    return err("limit_reached", { values: { maximum: SHOP_RULES_MAXIMUM } });
  }
  // From here it succeeds.
  const rule: RewardRule = {
    id: deps.ids.next("rewardRule"),
    productId: asked.scope.productId ?? null,
    category: asked.scope.category ?? null,
    kind: asked.kind,
    parameters: asked.parameters,
    ...period.value,
    createdAt: deps.clock.now(),
    endedAt: null,
  };
  await insertRule(sql, rule, { shopId, by: of.by });
  return ok(rule);
}

function checkParameters(
  { kind, parameters }: NewRule,
  language: Language,
): Result<unknown, "invalid_request" | "rule_not_monotone"> {
  const fits = fitsSchema.get(kind);
  if (fits && !fits(parameters)) {
    const faults = faultsOf(fits.errors ?? [], { language, prefix: "/parameters" });
    return err("invalid_request", { faults });
  }
  return ruleKind(kind).check(parameters);
}

async function checkScope(
  sql: Sql,
  { shopId, rule: { scope }, language }: { shopId: string; rule: NewRule; language: Language },
): Promise<Result<undefined, "invalid_request">> {
  if (scope.productId === undefined) return ok();
  if (scope.category !== undefined) {
    return invalid("/scope/category", "not_together", say("scopeOnce", language));
  }
  const found = await findActiveProducts(sql, [{ shopId, productId: scope.productId }]);
  if ((found.get(shopId) ?? []).length > 0) return ok();
  return invalid("/scope/productId", "unknown_value", say("scopeUnknown", language));
}

function checkPeriod(
  rule: NewRule,
  language: Language,
): Result<{ startsAt: Instant | null; endsAt: Instant | null }, "invalid_request"> {
  const startsAt = rule.startsAt === undefined ? null : fromRfc3339(rule.startsAt);
  const endsAt = rule.endsAt === undefined ? null : fromRfc3339(rule.endsAt);
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt) {
    return invalid("/endsAt", "too_small", say("endBeforeStart", language));
  }
  return ok({ startsAt, endsAt });
}
