import { addDays, dayOf, fromRfc3339, type Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { negate, type Points, subtract } from "../kernel/points.ts";
import { houseBalance, postings } from "../ledger/index.ts";
import type { Context } from "./context.ts";
import { totalsSince } from "./conversion.store.ts";
import { PACE_DAYS, poolLastsDays } from "./decide-cost.ts";

export type ShopSummary = {
  /** Shop points given at the till, less those taken back with returned goods. */
  awarded: Points;
  converted: Points;
  /** What customers still have: neither converted nor expired. */
  outstanding: Points;
  poolBalance: Points;
  poolLastsDays: Points | null;
  salesToday: number;
  pointsToday: Points;
};

/** The numbers of the shop's first page. "Today" is the UTC day, as everywhere in the books. */
export async function summariseShop(
  { deps, earning }: Context,
  shopId: string,
): Promise<ShopSummary> {
  const sql = deps.database;
  const now = deps.clock.now();
  const ofShop = (role: "issue" | "retirement" | "breakage") =>
    houseBalance(sql, { unit: shopId, owner: shopId, role });
  const issue = await ofShop("issue");
  const converted = await ofShop("retirement");
  const expired = await ofShop("breakage");
  const poolBalance = await houseBalance(sql, postings.poolOf(shopId));
  const pace = await totalsSince(sql, { shopId, since: addDays(now, -PACE_DAYS) });
  const today = await earning.salesSince(sql, { shopId, since: startOfDay(now) });
  const awarded = negate(issue);
  return {
    awarded,
    converted,
    outstanding: subtract(subtract(awarded, converted), expired),
    poolBalance,
    poolLastsDays: poolLastsDays({ balanceFen: poolBalance, paceFen: pace.cost }),
    salesToday: today.sales,
    pointsToday: today.points,
  };
}

function startOfDay(at: Instant): Instant {
  const start = fromRfc3339(`${dayOf(at)}T00:00:00.000Z`);
  invariant(start !== null, "a day has a start");
  return start;
}
