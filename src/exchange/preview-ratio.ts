import { addDays } from "../kernel/clock.ts";
import type { Points } from "../kernel/points.ts";
import { points } from "../kernel/points.ts";
import type { Ratio } from "../kernel/ratio.ts";
import { ok, type Result } from "../kernel/result.ts";
import { houseBalance, postings } from "../ledger/index.ts";
import type { Context } from "./context.ts";
import { totalsSince } from "./conversion.store.ts";
import { costOf, PACE_DAYS, poolLastsDays } from "./decide-cost.ts";
import { checkBounds } from "./decide-ratio.ts";

const THOUSAND = points(1000n);

export type RatioCost = {
  costOfThousand: Points;
  /** What the last 30 days' conversions would have cost at this ratio. */
  lastThirtyDays: Points;
  poolLastsDays: Points | null;
};

/** What a ratio would cost the shop, in fen, before it is published. */
export async function previewRatio(
  { deps, merchants }: Context,
  { shopId, by }: { shopId: string; by: Ratio },
): Promise<Result<RatioCost, "ratio_out_of_bounds">> {
  const sql = deps.database;
  const policies = await merchants.policies(sql);
  const bounds = { minimum: policies.ratioMinimum, maximum: policies.ratioMaximum };
  const within = checkBounds(by, bounds);
  if (!within.ok) return within;
  // From here it succeeds.
  const since = addDays(deps.clock.now(), -PACE_DAYS);
  const { taken } = await totalsSince(sql, { shopId, since });
  const { pointValueFen } = policies;
  const lastThirtyDays = costOf(by, { taken, pointValueFen });
  const balanceFen = await houseBalance(sql, postings.poolOf(shopId));
  return ok({
    costOfThousand: costOf(by, { taken: THOUSAND, pointValueFen }),
    lastThirtyDays,
    poolLastsDays: poolLastsDays({ balanceFen, paceFen: lastThirtyDays }),
  });
}
