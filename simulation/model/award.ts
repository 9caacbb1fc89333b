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

type Sold = { readonly product: number; readonly category: string; readonly quantity: number };

/**
 * What each line of a receipt earns: pieces of one product count together on whatever lines they are,
 * and their points go to the lines by quantity, rounded down, what is left of them one each to the
 * lines with the largest fractions, of equal ones the first.
 */
export function awardsOf(rules: readonly Rule[], lines: readonly Sold[]): number[] {
  return lines.map((line, at) => {
    const same = lines.flatMap((one, index) =>
      one.product === line.product ? [{ index, quantity: one.quantity }] : [],
    );
    const quantity = same.reduce((all, one) => all + one.quantity, 0);
    const points = quantity === 0 ? 0 : awardOf(rules, { ...line, quantity });
    const exact = same.map((one) => ({
      index: one.index,
      whole: Math.floor((points * one.quantity) / Math.max(quantity, 1)),
      rest: (points * one.quantity) % Math.max(quantity, 1),
    }));
    const left = points - exact.reduce((all, { whole }) => all + whole, 0);
    const next = [...exact].sort((one, other) => other.rest - one.rest || one.index - other.index);
    const isRoundedUp = next.slice(0, left).some(({ index }) => index === at);
    return (exact.find(({ index }) => index === at)?.whole ?? 0) + (isRoundedUp ? 1 : 0);
  });
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
