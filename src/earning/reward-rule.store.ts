import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Sql } from "../platform/db/database.ts";
import { timeOrNull } from "../platform/http/schema.ts";
import type { RewardRule } from "./decide-award.ts";

const COLUMNS = `id, product_id as "productId", category, kind, parameters, starts_at as "startsAt",
  ends_at as "endsAt", created_at as "createdAt", ended_at as "endedAt"`;

export async function insertRule(
  sql: Sql,
  rule: RewardRule,
  { shopId, by }: { shopId: string; by: string },
): Promise<void> {
  await sql.execute(
    `insert into reward_rule
       (id, shop_id, product_id, category, kind, parameters, starts_at, ends_at, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      rule.id,
      shopId,
      rule.productId,
      rule.category,
      rule.kind,
      JSON.stringify(rule.parameters),
      timeOrNull(rule.startsAt),
      timeOrNull(rule.endsAt),
      toRfc3339(rule.createdAt),
      by,
    ],
  );
}

/** Whether the shop has so many rules, ended ones too. */
export async function hasRules(
  sql: Sql,
  { shopId, count }: { shopId: string; count: number },
): Promise<boolean> {
  const rows = await sql.query(
    "select 1 from reward_rule where shop_id = $1 order by id offset $2 limit 1",
    [shopId, count - 1],
  );
  return rows.length > 0;
}

/** Ends a rule that nobody has ended yet. False when the shop has no such rule. */
export async function endRule(
  sql: Sql,
  { shopId, ruleId, at }: { shopId: string; ruleId: string; at: Instant },
): Promise<boolean> {
  const rows = await sql.execute(
    `update reward_rule set ended_at = coalesce(ended_at, $3) where shop_id = $1 and id = $2`,
    [shopId, ruleId, toRfc3339(at)],
  );
  return rows === 1;
}

/** Every version the shops ever had, oldest first: sales are posted late, and previews look back. */
export async function readRulesOf(
  sql: Sql,
  shopIds: readonly string[],
): Promise<Map<string, RewardRule[]>> {
  const rows = await sql.query<RewardRule & { shopId: string }>(
    `select shop_id as "shopId", ${COLUMNS} from reward_rule
     where shop_id = any($1) order by shop_id, id`,
    [shopIds],
  );
  const rules = new Map<string, RewardRule[]>(shopIds.map((id) => [id, []]));
  for (const { shopId, ...rule } of rows) rules.get(shopId)?.push(rule);
  return rules;
}

/** The same for one shop. */
export async function readRules(sql: Sql, shopId: string): Promise<RewardRule[]> {
  return (await readRulesOf(sql, [shopId])).get(shopId) ?? [];
}

/** Rules that nobody has ended and whose time is not over, newest first. */
export async function readStandingRules(
  sql: Sql,
  {
    shopId,
    at,
    before,
    limit,
  }: { shopId: string; at: Instant; before: string | null; limit: number },
): Promise<RewardRule[]> {
  return sql.query<RewardRule>(
    `select ${COLUMNS} from reward_rule
     where shop_id = $1 and ended_at is null and (ends_at is null or ends_at > $2)
       and ($3::text is null or id < $3)
     order by id desc limit $4`,
    [shopId, toRfc3339(at), before, limit],
  );
}
