import { invariant } from "../../../kernel/invariant.ts";
import { add, type Points, pointsFromJson, times, ZERO } from "../../../kernel/points.ts";

/** `quantity` pieces together earn `points`. */
export type Bundle = { readonly quantity: number; readonly points: number };

/** How many of which bundle, largest first. */
export type Combination = readonly { readonly bundle: Bundle; readonly count: number }[];

type Item = Bundle & { readonly worth: Points };

type Totals = {
  readonly items: readonly Item[];
  /** The bundle that gives most a piece: large quantities consist of it but for a bounded rest. */
  readonly densest: Item;
  /** From here on, taking the densest bundle first loses nothing. */
  readonly periodicFrom: number;
  /** The best total for 0, 1, 2 … pieces, as far as it was needed, and the bundle that was taken last. */
  readonly best: Points[];
  readonly last: (Item | null)[];
};

/** One table serves all lines of a receipt: it depends on the bundles alone, so this changes no result. */
const known = new WeakMap<readonly Bundle[], Totals>();

/**
 * The best total over bundles, each as often as one likes, whose quantities add up to at most
 * `quantity`: an unbounded knapsack. Bounded work for any quantity: among n or more bundles that are
 * not the densest (of n pieces) some have quantities that add up to a multiple of n, and the densest
 * in their place give no less. So some best choice has fewer than n others, and beyond
 * (n − 1) × the largest quantity the totals repeat with period n.
 */
export function bestTotal(bundles: readonly Bundle[], quantity: number): Points {
  const totals = totalsOf(bundles);
  const { densestCount, rest } = split(totals, quantity);
  fill(totals, rest);
  return add(times(totals.densest.worth, densestCount), totals.best[rest] ?? ZERO);
}

/** One choice of bundles that gives `bestTotal`; always the same one. */
export function bestCombination(bundles: readonly Bundle[], quantity: number): Combination {
  const totals = totalsOf(bundles);
  const { densestCount, rest } = split(totals, quantity);
  fill(totals, rest);
  const counts = new Map<Item, number>();
  if (densestCount > 0) counts.set(totals.densest, densestCount);
  for (let left = rest; left > 0; ) {
    const item = totals.last[left] ?? null;
    if (item !== null) counts.set(item, (counts.get(item) ?? 0) + 1);
    left -= item?.quantity ?? 1;
  }
  return [...counts]
    .map(([{ quantity: size, points }, count]) => ({ bundle: { quantity: size, points }, count }))
    .sort((left, right) => right.bundle.quantity - left.bundle.quantity);
}

function totalsOf(bundles: readonly Bundle[]): Totals {
  const found = known.get(bundles);
  if (found) return found;
  const items = bundles.map((bundle) => ({ ...bundle, worth: pointsFromJson(bundle.points) }));
  const densest = items.reduce((best, item) => (isDenser(item, best) ? item : best));
  const largest = Math.max(...items.map((item) => item.quantity));
  const totals: Totals = {
    items,
    densest,
    periodicFrom: (densest.quantity - 1) * largest,
    best: [ZERO],
    last: [null],
  };
  known.set(bundles, totals);
  return totals;
}

/** More points a piece, compared without dividing; of equals the smaller one repeats sooner. */
function isDenser(left: Item, right: Item): boolean {
  const [ofLeft, ofRight] = [times(left.worth, right.quantity), times(right.worth, left.quantity)];
  return ofLeft > ofRight || (ofLeft === ofRight && left.quantity < right.quantity);
}

function split(
  { densest, periodicFrom }: Totals,
  quantity: number,
): { densestCount: number; rest: number } {
  invariant(Number.isSafeInteger(quantity) && quantity >= 0, "a quantity is a whole number");
  const beyond = quantity - periodicFrom;
  const densestCount = beyond > 0 ? Math.floor(beyond / densest.quantity) : 0;
  return { densestCount, rest: quantity - densestCount * densest.quantity };
}

/** Extends the tables to `quantity`. An entry with no `last` leaves one piece unused. */
function fill({ items, best, last }: Totals, quantity: number): void {
  for (let size = best.length; size <= quantity; size += 1) {
    let total = best[size - 1] ?? ZERO;
    let taken: Item | null = null;
    for (const item of items) {
      if (item.quantity > size) continue;
      const candidate = add(best[size - item.quantity] ?? ZERO, item.worth);
      if (candidate > total) {
        total = candidate;
        taken = item;
      }
    }
    best.push(total);
    last.push(taken);
  }
}
