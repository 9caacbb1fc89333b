import { type Static, Type } from "typebox";
import { invariant } from "../../kernel/invariant.ts";
import { commissionFree } from "./commission_free/commission-free.ts";
import { mallPoints } from "./mall_points/mall-points.ts";
import type { Reward } from "./reward.ts";

const KINDS = {
  mall_points: mallPoints,
  commission_free: commissionFree,
} as const satisfies Record<string, Reward>;

/** Every kind of reward. */
export const REWARDS: readonly Reward[] = Object.values(KINDS);

/** A reward on the wire. */
export const RewardJson = Type.Union([KINDS.mall_points.schema, KINDS.commission_free.schema]);
export type RewardParameters = Static<typeof RewardJson>;

export function rewardOf({ kind }: RewardParameters): Reward {
  const reward = REWARDS.find((one) => one.kind === kind);
  invariant(reward, `no such kind of reward: ${kind}`);
  return reward;
}
