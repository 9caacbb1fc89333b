import { toRfc3339 } from "../kernel/clock.ts";
import { pointsToJson } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { houseBalance, MALL } from "../ledger/index.ts";
import { timeOrNull } from "../platform/http/schema.ts";
import type { Context } from "./context.ts";
import type { IncentiveAnswer, IncentivesAnswer } from "./contract.ts";
import { decideStanding, type Standing } from "./decide-standing.ts";
import { readCommissionFreeUntil, readMilestones, readOutcomes } from "./outcome.store.ts";
import { readProgrammes } from "./programme.store.ts";
import type { Programme } from "./programme.ts";

/** The seller's checklist: every programme, where the seller stands in it and why, and what it has. */
export async function readIncentives(
  { deps, merchants }: Context,
  { sellerId, language }: { sellerId: string; language: Language },
): Promise<Result<IncentivesAnswer, "not_found">> {
  const sql = deps.database;
  const seller = await merchants.seller(sql, sellerId);
  if (!seller) return err("not_found");
  const now = deps.clock.now();
  const { timeZone: zone } = await merchants.policies(sql);
  const programmes = await readProgrammes(sql);
  const milestones = await readMilestones(sql, sellerId);
  const outcomes = await readOutcomes(sql, sellerId);
  const freeUntil = await readCommissionFreeUntil(sql, [sellerId]);
  const wallet = { unit: MALL, owner: sellerId, role: "promotion" } as const;
  return ok({
    items: programmes.map((programme) => {
      const outcome = outcomes.get(programme.id) ?? null;
      const standing = decideStanding({ programme, milestones, outcome, now, zone });
      return toAnswer(programme, standing, language);
    }),
    promotionWallet: { available: pointsToJson(await houseBalance(sql, wallet)) },
    commissionFreeUntil: timeOrNull(freeUntil.get(sellerId) ?? null),
    featuredUntil: null,
  });
}

function toAnswer(programme: Programme, standing: Standing, language: Language): IncentiveAnswer {
  const { points, grantedAt } = standing;
  return {
    programmeId: programme.id,
    name: programme.name,
    status: standing.status,
    progress: standing.progress,
    ...(points > 0n ? { points: pointsToJson(points) } : {}),
    ...(grantedAt === null ? {} : { grantedAt: toRfc3339(grantedAt) }),
    trigger: programme.trigger,
    reward: programme.reward,
    reason: standing.reason[language],
  };
}
