import { Type } from "typebox";
import {
  Answer,
  Body,
  IdJson,
  NameText,
  Nullable,
  OneOf,
  PageOf,
  PointsJson,
  PositivePointsJson,
  type Shape,
  TimeJson,
} from "../platform/http/schema.ts";
import { NAME_MAXIMUM } from "./limits.ts";
import { RewardJson } from "./rewards/registry.ts";
import { TriggerJson } from "./triggers/registry.ts";

// What incentives takes and answers on the wire.

export const SellerParams = Body({ sellerId: IdJson });

/** `startsAt` defaults to now, no `endsAt` is no end, no `budgetPoints` no limit. */
export const NewProgramme = Body({
  name: NameText(NAME_MAXIMUM),
  trigger: TriggerJson,
  reward: RewardJson,
  budgetPoints: Type.Optional(Nullable(PositivePointsJson)),
  startsAt: Type.Optional(Nullable(TimeJson)),
  endsAt: Type.Optional(Nullable(TimeJson)),
});
export type NewProgramme = Shape<typeof NewProgramme>;

export const ProgrammeAnswer = Answer({
  id: IdJson,
  name: Type.String(),
  trigger: TriggerJson,
  reward: RewardJson,
  budgetPoints: Nullable(PointsJson),
  grantedPoints: PointsJson,
  startsAt: TimeJson,
  endsAt: Nullable(TimeJson),
  createdAt: TimeJson,
});
export type ProgrammeAnswer = Shape<typeof ProgrammeAnswer>;
export const ProgrammePage = PageOf(ProgrammeAnswer);

/**
 * `points` is there when the reward is points and not missed: what was granted, or what there is to
 * get. `reason` says in the reader's language why it was granted, what is still missing, or why it
 * was missed.
 */
const IncentiveAnswer = Answer({
  programmeId: IdJson,
  name: Type.String(),
  status: OneOf(["in_progress", "granted", "missed", "taken_back"]),
  progress: Answer({ done: PointsJson, of: PointsJson }),
  points: Type.Optional(PositivePointsJson),
  grantedAt: Type.Optional(TimeJson),
  trigger: TriggerJson,
  reward: RewardJson,
  reason: Type.String(),
});
export type IncentiveAnswer = Shape<typeof IncentiveAnswer>;

export const IncentivesAnswer = Answer({
  items: Type.Array(IncentiveAnswer),
  promotionWallet: Answer({ available: PointsJson }),
  commissionFreeUntil: Nullable(TimeJson),
  featuredUntil: Nullable(TimeJson),
});
export type IncentivesAnswer = Shape<typeof IncentivesAnswer>;
