import { invariant } from "./invariant.ts";

declare const pointsBrand: unique symbol;

/**
 * An amount of one unit: points, or fen where the unit is money. Whole, exact, possibly negative
 * (an entry's amount, a debt). Arithmetic on the bare bigint loses the brand, so a sum that did not
 * go through this file does not type-check where points are expected.
 */
export type Points = bigint & { readonly [pointsBrand]: true };

/** The largest amount the wire carries: every JSON reader in use holds it exactly (RFC 8259, section 6). */
export const POINTS_MAXIMUM = points(9_007_199_254_740_991n);
export const ZERO = points(0n);

export function points(value: bigint): Points {
  return value as Points;
}

/** From a JSON integer that the schema has already bounded. */
export function pointsFromJson(value: number): Points {
  invariant(Number.isSafeInteger(value), `not a safe integer: ${value}`);
  return points(BigInt(value));
}

/**
 * To a JSON integer. The ledger keeps every account and unit within the wire's range. A sum over units
 * or over time, a worth, or books that were over the range before the ledger kept it, may be beyond:
 * it is answered as the end of the range, because an answer must never fail on an amount.
 */
export function pointsToJson(value: Points): number {
  return Number(smaller(larger(value, negate(POINTS_MAXIMUM)), POINTS_MAXIMUM));
}

export function add(left: Points, right: Points): Points {
  return points(left + right);
}

export function subtract(left: Points, right: Points): Points {
  return points(left - right);
}

export function negate(value: Points): Points {
  return points(-value);
}

/** `value` taken `count` times; `count` is a whole number of things, such as a quantity. */
export function times(value: Points, count: number): Points {
  invariant(Number.isSafeInteger(count), `not a whole count: ${count}`);
  return points(value * BigInt(count));
}

export function sum(values: Iterable<Points>): Points {
  let total = 0n;
  for (const value of values) total += value;
  return points(total);
}

export function smaller(left: Points, right: Points): Points {
  return left < right ? left : right;
}

export function larger(left: Points, right: Points): Points {
  return left > right ? left : right;
}

/** ⌊value × numerator ÷ denominator⌋ for a value of 0 or more. */
export function scaleFloor(value: Points, by: { numerator: bigint; denominator: bigint }): Points {
  invariant(value >= 0n && by.numerator >= 0n && by.denominator > 0n, "scaleFloor out of domain");
  return points((value * by.numerator) / by.denominator);
}

/** So many parts of a value of 0 or more, alike but for one, that sum to it. */
export function split(value: Points, parts: number): Points[] {
  invariant(Number.isSafeInteger(parts) && parts > 0, `not a number of parts: ${parts}`);
  const upTo = (part: number) =>
    scaleFloor(value, { numerator: BigInt(part), denominator: BigInt(parts) });
  return Array.from({ length: parts }, (_, part) => subtract(upTo(part + 1), upTo(part)));
}

/**
 * A value of 0 or more in parts that are in proportion to the weights, by the largest remainder, of
 * equal remainders the first. They sum to the value. Weights are 0 or more, and not all of them 0.
 */
export function shareByWeights(value: Points, weights: readonly (number | bigint)[]): Points[] {
  const exact = weights.map(BigInt);
  const total = exact.reduce((all, weight) => all + weight, 0n);
  invariant(value >= 0n && total > 0n && exact.every((one) => one >= 0n), "shares out of domain");
  const parts = exact.map((weight, index) => ({
    index,
    whole: (value * weight) / total,
    remainder: (value * weight) % total,
  }));
  let left = value - parts.reduce((all, { whole }) => all + whole, 0n);
  const shares = parts.map(({ whole }) => points(whole));
  const byRemainder = [...parts].sort((one, other) =>
    one.remainder === other.remainder
      ? one.index - other.index
      : one.remainder > other.remainder
        ? -1
        : 1,
  );
  for (const { index, whole } of byRemainder) {
    if (left === 0n) break;
    shares[index] = points(whole + 1n);
    left -= 1n;
  }
  return shares;
}

/** ⌈value × numerator ÷ denominator⌉ for a value of 0 or more. */
export function scaleCeil(value: Points, by: { numerator: bigint; denominator: bigint }): Points {
  invariant(value >= 0n && by.numerator >= 0n && by.denominator > 0n, "scaleCeil out of domain");
  return points((value * by.numerator + by.denominator - 1n) / by.denominator);
}
