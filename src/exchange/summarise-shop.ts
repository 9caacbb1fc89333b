import { addDays } from "../kernel/clock.ts";
import { localDay, startOfDay, type TimeZone } from "../kernel/local-day.ts";
import { negate, type Points, subtract } from "../kernel/points.ts";
import { houseBalance, postings } from "../ledger/index.ts";
import { timeZoneOf } from "../merchants/index.ts";
import type { Sql } from "../platform/db/database.ts";
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
  /** Of the last 30 days: what was converted, and what the pool paid for it, in fen. */
  convertedLately: Points;
  paidLately: Points;
  salesToday: number;
  pointsToday: Points;
};

/** The numbers of the shop's first page. "Today" is the day in the shop's time zone. */
export async function summariseShop(
  { deps, merchants, earning }: Context,
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
  const zone = await zoneOf({ merchants, sql }, shopId);
  const since = startOfDay(localDay(now, zone), zone);
  const today = await earning.salesSince(sql, { shopId, since });
  const awarded = negate(issue);
  return {
    awarded,
    converted,
    outstanding: subtract(subtract(awarded, converted), expired),
    poolBalance,
    poolLastsDays: poolLastsDays({ balanceFen: poolBalance, paceFen: pace.cost }),
    convertedLately: pace.taken,
    paidLately: pace.cost,
    salesToday: today.sales,
    pointsToday: today.points,
  };
}

async function zoneOf(
  { merchants, sql }: { merchants: Context["merchants"]; sql: Sql },
  shopId: string,
): Promise<TimeZone> {
  const shop = (await merchants.shops(sql, [shopId])).get(shopId);
  return timeZoneOf(shop ?? { timeZone: null }, await merchants.policies(sql));
}
