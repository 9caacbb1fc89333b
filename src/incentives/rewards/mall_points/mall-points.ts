import { Type } from "typebox";
import { points, pointsFromJson } from "../../../kernel/points.ts";
import { Body, PositivePointsJson } from "../../../platform/http/schema.ts";
import type { Reward } from "../reward.ts";

const schema = Body({ kind: Type.Literal("mall_points"), points: PositivePointsJson });

/** Mall points in the seller's promotion wallet. */
export const mallPoints: Reward<typeof schema> = {
  kind: "mall_points",
  label: { en: "Promotion points", "zh-CN": "推广积分" },
  schema,
  effect: (parameters) => ({
    points: pointsFromJson(parameters.points),
    commissionFreeUntil: null,
  }),
  named: (parameters) => ({
    en: `${new Intl.NumberFormat("en").format(parameters.points)} promotion points`,
    "zh-CN": `${new Intl.NumberFormat("zh-CN").format(parameters.points)} 推广积分`,
  }),
  examples: [
    {
      parameters: { kind: "mall_points", points: 500 },
      effect: { points: points(500n), commissionFreeUntil: null },
    },
  ],
};
