import { cutGraphemes } from "../../kernel/text/graphemes.ts";
import type { ReceiptLine } from "./parse-line.ts";

export type ProductDescription = {
  readonly code: string;
  readonly name: string;
  /** In minor units. */
  readonly price: number;
};

/** In graphemes, as in the contract. */
const NAME_MAXIMUM = 200;

/**
 * What the file tells of each product: the description and the price that stand on most of its
 * sales, of equals the first one. A product that is never described is called by its code.
 */
export function describeProducts(lines: readonly ReceiptLine[]): ProductDescription[] {
  const seen = new Map<string, { names: Map<string, number>; prices: Map<number, number> }>();
  for (const { code, description, price } of lines) {
    const counts = seen.get(code) ?? { names: new Map(), prices: new Map() };
    seen.set(code, counts);
    if (description !== "") count(counts.names, description);
    count(counts.prices, price);
  }
  return [...seen].map(([code, { names, prices }]) => ({
    code,
    name: cutGraphemes(mostFrequent(names) ?? code, NAME_MAXIMUM),
    price: mostFrequent(prices) ?? 0,
  }));
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function mostFrequent<Key>(counts: ReadonlyMap<Key, number>): Key | undefined {
  let best: [Key, number] | undefined;
  for (const entry of counts) if (!best || entry[1] > best[1]) best = entry;
  return best?.[0];
}
