import { pointsFromJson } from "../../../kernel/points.ts";
import { err, invalid, ok, type Result } from "../../../kernel/result.ts";
import type { RuleWarning } from "../rule-kind.ts";
import { type Bundle, bestCombination, bestTotal, type Combination } from "./best-total.ts";

/**
 * What a table of bundles must and should be. A quantity stands in it once; a larger one never has
 * fewer points (`rule_not_monotone`, with the first example). An entry that smaller bundles beat is
 * allowed, and said: nobody is ever awarded what the table shows there.
 */
export function checkBundles(
  bundles: readonly Bundle[],
): Result<readonly RuleWarning[], "rule_not_monotone" | "invalid_request"> {
  const seen = new Set<number>();
  for (const [index, { quantity }] of bundles.entries()) {
    if (seen.has(quantity)) {
      const pointer = `/parameters/bundles/${index}/quantity`;
      return invalid(pointer, "repeated", `${quantity}: once · 不得重复`);
    }
    seen.add(quantity);
  }
  const ascending = [...bundles].sort((left, right) => left.quantity - right.quantity);
  for (const [index, larger] of ascending.entries()) {
    const smaller = ascending[index - 1];
    if (smaller && larger.points < smaller.points) {
      return err("rule_not_monotone", {
        values: {
          larger: larger.quantity,
          fewerPoints: larger.points,
          smaller: smaller.quantity,
          morePoints: smaller.points,
        },
      });
    }
  }
  return ok(
    ascending.filter((entry) => isBeaten(bundles, entry)).map((entry) => warn(bundles, entry)),
  );
}

function isBeaten(bundles: readonly Bundle[], { quantity, points }: Bundle): boolean {
  return bestTotal(bundles, quantity) > pointsFromJson(points);
}

function warn(bundles: readonly Bundle[], { quantity, points }: Bundle): RuleWarning {
  const better = bestTotal(bundles, quantity);
  const parts = piecesOf(bestCombination(bundles, quantity));
  return {
    code: "splitting_pays_more",
    detail: {
      en: `${quantity} pieces earn ${better} points as ${parts}, not the ${points} in the table.`,
      "zh-CN": `${quantity} 件按 ${parts} 计得 ${better} 分，多于表中的 ${points} 分。`,
    },
  };
}

/** `2 + 2 + 1`; long ones as `7 × 2 + 1`. */
function piecesOf(combination: Combination): string {
  return combination
    .map(({ bundle, count }) =>
      count <= 3 ? Array(count).fill(bundle.quantity).join(" + ") : `${count} × ${bundle.quantity}`,
    )
    .join(" + ");
}
