import type { Instant } from "../kernel/clock.ts";
import type { Sql } from "../platform/db/database.ts";
import type { FactVersion } from "../platform/facts/fact-version.store.ts";
import { rememberFacts } from "../platform/facts/remember-facts.ts";
import { type RatioVersion, readRatiosOf } from "./ratio.store.ts";

/** The versions in force at that moment, by shop; a shop without one is absent. See `rememberFacts`. */
export type RememberedRatios = (
  sql: Sql,
  of: { shopIds: readonly string[]; at: Instant; version: FactVersion },
) => Promise<ReadonlyMap<string, RatioVersion>>;

export function rememberRatios(): RememberedRatios {
  const remembered = rememberFacts<readonly RatioVersion[]>(readRatiosOf);
  return async (sql, { shopIds, at, version }) => {
    const ratios = await remembered(sql, shopIds, version);
    const inForce = shopIds.flatMap((shopId) => {
      const ratio = ratioAt(ratios.get(shopId) ?? [], at);
      return ratio ? [[shopId, ratio] as const] : [];
    });
    return new Map(inForce);
  };
}

/** Of versions in the order of their start, the last that has begun. */
function ratioAt(versions: readonly RatioVersion[], at: Instant): RatioVersion | undefined {
  return versions.findLast(({ validFrom }) => validFrom <= at);
}
