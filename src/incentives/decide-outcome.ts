import type { Instant } from "../kernel/clock.ts";
import { ZERO } from "../kernel/points.ts";
import { budgetAllows, type Outcome, type Programme } from "./programme.ts";
import { rewardOf } from "./rewards/registry.ts";
import { triggerOf } from "./triggers/registry.ts";
import type { Milestones } from "./triggers/trigger.ts";

type Decided = Pick<Outcome, "status" | "because" | "points" | "commissionFreeUntil">;

/**
 * What a programme that is in force means for a seller after something happened; null while it has
 * not reached the trigger. A reward is given whole or not at all: a rest of the budget that is
 * smaller than the reward stays.
 */
export function decideOutcome(
  programme: Programme,
  { milestones, at }: { milestones: Milestones; at: Instant },
): Decided | null {
  const progress = triggerOf(programme.trigger).progress(programme.trigger, milestones);
  if (progress.reachedAt === null) return null;
  const effect = rewardOf(programme.reward).effect(programme.reward, at);
  if (!budgetAllows(programme, effect.points)) {
    return {
      status: "missed",
      because: "budget_exhausted",
      points: ZERO,
      commissionFreeUntil: null,
    };
  }
  return { status: "granted", because: null, ...effect };
}
