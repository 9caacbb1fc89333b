import type { Seen } from "./seen.ts";

type Version<Value> = { value: Value; possibleFrom: number; certainFrom: number };

/**
 * Something that is set now and then while others read it: a shop's standing, a price. Between the
 * sending of a change and its answer both values may be met. Changes of one thing follow each other.
 */
export class Changing<Value> {
  readonly #versions: Version<Value>[];

  constructor(value: Value) {
    this.#versions = [{ value, possibleFrom: 0, certainFrom: 0 }];
  }

  get latest(): Value {
    return (this.#versions.at(-1) as Version<Value>).value;
  }

  begin(value: Value, tick: number): void {
    this.#versions.push({ value, possibleFrom: tick, certainFrom: Number.POSITIVE_INFINITY });
  }

  end(tick: number): void {
    (this.#versions.at(-1) as Version<Value>).certainFrom = tick;
  }

  /** The values that may have been met. */
  during({ firstTick, lastTick }: Pick<Seen, "firstTick" | "lastTick">): Value[] {
    const begun = this.#versions.filter((one) => one.possibleFrom <= lastTick);
    const sure = begun.findLastIndex((one) => one.certainFrom <= firstTick);
    return begun.slice(Math.max(sure, 0)).map((one) => one.value);
  }
}
