import { type Static, Type } from "typebox";
import { pointsFromJson, times } from "../../../kernel/points.ts";
import { ok } from "../../../kernel/result.ts";
import { POINTS_IN_RULE_MAXIMUM } from "../limits.ts";
import type { RuleKind } from "../rule-kind.ts";

const Parameters = Type.Object(
  {
    points: Type.Integer({
      title: "Points per unit · 每件积分",
      minimum: 0,
      maximum: POINTS_IN_RULE_MAXIMUM,
    }),
  },
  { additionalProperties: false },
);
type Parameters = Static<typeof Parameters>;

/** Every unit earns the same. With 0 points it takes a product out of its category's rule. */
export const perUnit: RuleKind<typeof Parameters> = {
  kind: "per_unit",
  label: { en: "Points per unit", "zh-CN": "按件积分" },
  parameters: Parameters,
  check: () => ok([]),
  award: ({ quantity }, parameters: Parameters) =>
    times(pointsFromJson(parameters.points), quantity),
  because: ({ quantity }, { points }: Parameters) => ({
    en: `${quantity} × ${points} ${points === 1 ? "point" : "points"} each`,
    "zh-CN": `${quantity} 件 × 每件 ${points} 分`,
  }),
  examples: [
    { parameters: { points: 3 }, line: { quantity: 1, amount: 0 }, points: 3 },
    { parameters: { points: 3 }, line: { quantity: 7, amount: 999 }, points: 21 },
    { parameters: { points: 0 }, line: { quantity: 5, amount: 100 }, points: 0 },
    {
      parameters: { points: 1_000_000_000 },
      line: { quantity: 1_000_000, amount: 1 },
      points: 1_000_000_000_000_000,
    },
  ],
};
