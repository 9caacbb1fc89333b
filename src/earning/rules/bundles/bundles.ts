import { type Static, Type } from "typebox";
import { POINTS_IN_RULE_MAXIMUM } from "../limits.ts";
import type { RuleKind } from "../rule-kind.ts";
import { bestCombination, bestTotal, type Combination } from "./best-total.ts";
import { checkBundles } from "./check-bundles.ts";

/** Twenty steps are more than any price list shows; together they bound the work of one award. */
const ENTRIES_MAXIMUM = 20;
const QUANTITY_MAXIMUM = 100;

const Parameters = Type.Object(
  {
    bundles: Type.Array(
      Type.Object(
        {
          quantity: Type.Integer({
            title: "Quantity · 件数",
            minimum: 1,
            maximum: QUANTITY_MAXIMUM,
          }),
          points: Type.Integer({
            title: "Points · 积分",
            minimum: 0,
            maximum: POINTS_IN_RULE_MAXIMUM,
          }),
        },
        { additionalProperties: false },
      ),
      { title: "Bundles · 组合", minItems: 1, maxItems: ENTRIES_MAXIMUM },
    ),
  },
  { additionalProperties: false },
);
type Parameters = Static<typeof Parameters>;

/** A table of quantities and points; a line earns the best total of bundles that it is enough for. */
export const bundles: RuleKind<typeof Parameters> = {
  kind: "bundles",
  label: { en: "By quantity", "zh-CN": "按数量组合" },
  parameters: Parameters,
  check: (parameters: Parameters) => checkBundles(parameters.bundles),
  award: ({ quantity }, parameters: Parameters) => bestTotal(parameters.bundles, quantity),
  because: ({ quantity }, parameters: Parameters) =>
    explain(bestCombination(parameters.bundles, quantity)),
  examples: [
    ...[1, 3, 4, 6, 7].map((points, index) => ({
      parameters: {
        bundles: [
          { quantity: 1, points: 1 },
          { quantity: 2, points: 3 },
        ],
      },
      line: { quantity: index + 1, amount: 0 },
      points,
    })),
    {
      parameters: { bundles: [{ quantity: 3, points: 10 }] },
      line: { quantity: 2, amount: 500 },
      points: 0,
    },
    {
      parameters: {
        bundles: [
          { quantity: 3, points: 10 },
          { quantity: 5, points: 17 },
        ],
      },
      line: { quantity: 1_000_000, amount: 0 },
      points: 3_400_000,
    },
  ],
};

function explain(combination: Combination): { en: string; "zh-CN": string } {
  const paying = combination.filter(({ bundle }) => bundle.points > 0);
  if (paying.length === 0) return { en: "Too few for a bundle", "zh-CN": "数量未达到组合" };
  return {
    en: paying
      .map(({ bundle, count }) => {
        const unit = bundle.points === 1 ? "point" : "points";
        return `${count} × “${bundle.quantity} for ${bundle.points} ${unit}”`;
      })
      .join(" + "),
    "zh-CN": paying
      .map(({ bundle, count }) => `${count} ×「${bundle.quantity} 件 ${bundle.points} 分」`)
      .join(" + "),
  };
}
