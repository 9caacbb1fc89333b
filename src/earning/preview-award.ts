import { fromRfc3339 } from "../kernel/clock.ts";
import { POINTS_MAXIMUM, type Points, sum } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { err, invalid, ok, type Result } from "../kernel/result.ts";
import { decideAwards, explainAward } from "./decide-award.ts";
import type { Context } from "./needs.ts";
import { findActiveProducts } from "./product.store.ts";
import { type AskedLine, finderOf, resolveLines } from "./resolve-lines.ts";
import { readRules } from "./reward-rule.store.ts";
import { say } from "./text.ts";

export type Preview = {
  readonly points: Points;
  readonly lines: readonly { points: Points; ruleIds: string[]; because: string }[];
};

/** What a basket would earn at a moment, and why. Moves nothing. */
export async function previewAward(
  { deps }: Context,
  of: { shopId: string; lines: readonly AskedLine[]; at: string | undefined; language: Language },
): Promise<Result<Preview, "invalid_request" | "unknown_product" | "amount_out_of_range">> {
  const sql = deps.database;
  const at = of.at === undefined ? deps.clock.now() : fromRfc3339(of.at);
  if (at === null) return invalid("/at", "wrong_format", say("notATime", of.language));
  const { shopId } = of;
  const wanted = of.lines.map(({ productId, barcode }) => ({ shopId, productId, barcode }));
  const products = await findActiveProducts(sql, wanted);
  const known = resolveLines(of.lines, finderOf(products.get(shopId) ?? []));
  if (!known.ok) return known;
  const rules = await readRules(sql, shopId);
  const lines = decideAwards(known.value, rules, at).map((award) => ({
    points: award.points,
    ruleIds: award.rule ? [award.rule.id] : [],
    because: explainAward(award, of.language),
  }));
  const points = sum(lines.map((line) => line.points));
  return points > POINTS_MAXIMUM ? err("amount_out_of_range") : ok({ points, lines });
}
