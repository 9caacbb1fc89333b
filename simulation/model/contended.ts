/** What a number may have been while a request was decided. */
export type Bounds = { readonly low: number; readonly high: number };

/**
 * A number that many requests change at once: a shop's pool, a product's stock. Which of them came
 * first nobody outside can know, so whoever asks gets bounds: the least and the most it may have been
 * since. Alone, the two are equal and the check is exact.
 */
export class Contended {
  #confirmed: number;
  readonly #flying = new Map<symbol, number>();
  readonly #watches = new Map<symbol, { low: number; high: number }>();

  constructor(amount: number) {
    this.#confirmed = amount;
  }

  /** What it is when nothing is under way. */
  get settled(): number {
    return this.#confirmed;
  }

  /** A request that would change it by `change` has been sent. */
  begin(change: number): symbol {
    const ticket = Symbol();
    this.#flying.set(ticket, change);
    this.#watches.set(ticket, { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY });
    this.#look();
    return ticket;
  }

  boundsOf(ticket: symbol): Bounds {
    return this.#watches.get(ticket) ?? { low: this.#confirmed, high: this.#confirmed };
  }

  /** The request is settled: `change` is what it did after all. */
  end(ticket: symbol, change: number): void {
    this.#flying.delete(ticket);
    this.#watches.delete(ticket);
    this.#confirmed += change;
    this.#look();
  }

  #look(): void {
    for (const [watcher, bounds] of this.#watches) {
      let [low, high] = [this.#confirmed, this.#confirmed];
      for (const [other, change] of this.#flying) {
        if (other === watcher) continue;
        if (change < 0) low += change;
        else high += change;
      }
      bounds.low = Math.min(bounds.low, low);
      bounds.high = Math.max(bounds.high, high);
    }
  }
}
