import type { Instant } from "../kernel/clock.ts";
import { add, type Points } from "../kernel/points.ts";
import type { RewardParameters } from "./rewards/registry.ts";
import type { TriggerParameters } from "./triggers/registry.ts";

/** What the operator offers sellers that join: once per seller, within dates and a budget. */
export type Programme = {
  readonly id: string;
  readonly name: string;
  readonly trigger: TriggerParameters;
  readonly reward: RewardParameters;
  /** In mall points; null for no limit. */
  readonly budgetPoints: Points | null;
  readonly grantedPoints: Points;
  readonly startsAt: Instant;
  /** Null for no end. */
  readonly endsAt: Instant | null;
  readonly createdAt: Instant;
};

/** What became of a programme for one seller: decided once. */
export type Outcome = {
  readonly id: string;
  readonly programmeId: string;
  readonly sellerId: string;
  readonly status: "granted" | "missed";
  readonly because: "budget_exhausted" | null;
  readonly points: Points;
  readonly commissionFreeUntil: Instant | null;
  readonly at: Instant;
};

/** True when what is left of the budget pays for it. */
export function budgetAllows(
  programme: Pick<Programme, "budgetPoints" | "grantedPoints">,
  cost: Points,
): boolean {
  const { budgetPoints, grantedPoints } = programme;
  return budgetPoints === null || add(grantedPoints, cost) <= budgetPoints;
}
