import { invariant } from "../../kernel/invariant.ts";
import { addRule } from "../add-rule.ts";
import type { Context } from "../needs.ts";
import { readRules } from "../reward-rule.store.ts";
import { lockImport } from "./import-lock.store.ts";

/**
 * Gives a shop that has no rule at all one for everything it sells. A shop with rules, ended ones
 * too, has decided what it awards, and so has one into which the file was imported before.
 */
export async function ensureRule(
  context: Context,
  { shopId, pointsPerUnit, by }: { shopId: string; pointsPerUnit: number; by: string },
): Promise<void> {
  const rule = { scope: {}, kind: "per_unit" as const, parameters: { points: pointsPerUnit } };
  await context.deps.database.transaction(async (sql) => {
    await lockImport(sql, shopId);
    if ((await readRules(sql, shopId)).length > 0) return;
    const added = await addRule(context, sql, { shopId, rule, by, language: "en" });
    invariant(added.ok, "points per unit are a whole number of 0 or more");
  });
}
