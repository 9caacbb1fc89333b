/** A shop's reward rule, as the owner wrote it. */
export type Rule = {
  readonly scope: { readonly product: number } | { readonly category: string } | null;
} & (
  | { readonly kind: "per_unit"; readonly points: number }
  | {
      readonly kind: "bundles";
      readonly bundles: readonly { readonly quantity: number; readonly points: number }[];
    }
);

/**
 * What `quantity` pieces of a product earn: rules on the product beat rules on its category, which
 * beat rules on the whole shop; within a level the best award wins; no rule, no points.
 */
export function awardOf(
  rules: readonly Rule[],
  { product, category, quantity }: { product: number; category: string; quantity: number },
): number {
  const levels = [
    rules.filter(({ scope }) => scope !== null && "product" in scope && scope.product === product),
    rules.filter(
      ({ scope }) => scope !== null && "category" in scope && scope.category === category,
    ),
    rules.filter(({ scope }) => scope === null),
  ];
  const level = levels.find((some) => some.length > 0) ?? [];
  return Math.max(0, ...level.map((rule) => earnedBy(rule, quantity)));
}

/** The slow and obvious way: the best of every first bundle and the best of the rest. */
function earnedBy(rule: Rule, quantity: number): number {
  if (rule.kind === "per_unit") return rule.points * quantity;
  const best = [0];
  for (let pieces = 1; pieces <= quantity; pieces += 1) {
    const choices = rule.bundles
      .filter((bundle) => bundle.quantity <= pieces)
      .map((bundle) => bundle.points + (best[pieces - bundle.quantity] ?? 0));
    best.push(Math.max(best[pieces - 1] ?? 0, ...choices));
  }
  return best[quantity] ?? 0;
}
