import type { RuleDefinition } from "../../api/index.ts";

/**
 * What a line of 1, 2, … `most` units earns by one rule: the picture beside the form. The server
 * decides; this only draws what was typed.
 */
export function curveOf(rule: RuleDefinition, most: number): number[] {
  if (rule.kind === "per_unit") {
    return Array.from({ length: most }, (_, index) => (index + 1) * rule.parameters.points);
  }
  return bestBundles(rule.parameters.bundles, most);
}

/** The best total over bundles whose quantities add up to at most q, for every q. */
function bestBundles(bundles: readonly { quantity: number; points: number }[], most: number) {
  const best = [0];
  for (let quantity = 1; quantity <= most; quantity += 1) {
    let highest = best[quantity - 1] ?? 0;
    for (const bundle of bundles) {
      const rest = best[quantity - bundle.quantity];
      if (rest !== undefined) highest = Math.max(highest, rest + bundle.points);
    }
    best.push(highest);
  }
  return best.slice(1);
}

const shownAtLeast = 6;
const shownAtMost = 12;

/** Enough units to see the steps of a bundle table twice, and no more than fit a phone. */
export function unitsToShow(rule: RuleDefinition): number {
  if (rule.kind === "per_unit") return shownAtLeast;
  const largest = Math.max(0, ...rule.parameters.bundles.map((bundle) => bundle.quantity));
  return Math.min(shownAtMost, Math.max(shownAtLeast, largest * 2 + 1));
}
