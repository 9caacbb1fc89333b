import type { Instant } from "../kernel/clock.ts";
import type { Points } from "../kernel/points.ts";
import type { Ratio } from "../kernel/ratio.ts";
import type { Result } from "../kernel/result.ts";
import type { Context } from "./context.ts";
import { decideRatio } from "./decide-ratio.ts";
import { insertRatio, nextRatioVersion, type RatioVersion } from "./ratio.store.ts";

export type SetRatio = {
  shopId: string;
  /** Who publishes it. */
  by: string;
  ratio: Ratio;
  minimumPoints: Points;
  dailyCapPoints: Points | null;
  validFrom: Instant | null;
};

/** Appends a version of the shop's ratio; the ones before it stay as they are. */
export async function setRatio(
  { deps, merchants }: Context,
  command: SetRatio,
): Promise<Result<RatioVersion, "ratio_out_of_bounds">> {
  return deps.database.transaction(async (sql) => {
    const now = deps.clock.now();
    const policies = await merchants.policies(sql);
    const decided = decideRatio(
      { ...command, by: command.ratio },
      { bounds: { minimum: policies.ratioMinimum, maximum: policies.ratioMaximum }, now },
    );
    if (!decided.ok) return decided;
    // From here it succeeds.
    const version = await nextRatioVersion(sql, command.shopId);
    const added: RatioVersion = { ...decided.value, version, createdAt: now };
    await insertRatio(sql, { shopId: command.shopId, createdBy: command.by }, added);
    return { ok: true, value: added };
  });
}
