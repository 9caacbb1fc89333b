import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Clock, instant, manualClock } from "./clock.ts";
import { countingIds, createIds, type IdKind, isId, PREFIXES } from "./ids.ts";

const START = Date.UTC(2026, 0, 1);
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

const kinds = fc.constantFrom(...(Object.keys(PREFIXES) as IdKind[]));

/** The 128 bits behind the prefix, read by the table of Crockford's base 32. */
function bitsOf(id: string): bigint {
  const digits = id.slice(id.indexOf("_") + 1).split("");
  return digits.reduce((value, digit) => value * 32n + BigInt(ALPHABET.indexOf(digit)), 0n);
}

const timeOf = (id: string) => Number(bitsOf(id) >> 80n);
const countOf = (id: string) => Number((bitsOf(id) >> 64n) & 0xfffn);

/** A clock that shows these moments, one a look. */
function clockShowing(moments: readonly number[]): Clock {
  let looks = 0;
  return { now: () => instant(moments[looks++] ?? START) };
}

describe("an id", () => {
  test("law: is one of its kind, and of no other", () => {
    const ids = createIds(manualClock(START));
    fc.assert(
      fc.property(kinds, kinds, (kind, other) => {
        const id = ids.next(kind);
        expect(id.startsWith(`${PREFIXES[kind]}_`)).toBe(true);
        expect(isId(kind, id)).toBe(true);
        expect(isId(other, id)).toBe(other === kind);
      }),
    );
  });

  test("law: with anything before or after it, it is none", () => {
    const ids = createIds(manualClock(START));
    fc.assert(
      fc.property(kinds, fc.string({ minLength: 1, maxLength: 3 }), (kind, more) => {
        const id = ids.next(kind);
        const prefix = `${PREFIXES[kind]}_`;
        expect(isId(kind, `${id}${more}`)).toBe(false);
        expect(isId(kind, `${more}${id}`)).toBe(false);
        expect(isId(kind, `${prefix}${more}${id.slice(prefix.length)}`)).toBe(false);
      }),
    );
  });

  test("law: holds a UUID of version 7, as RFC 9562 lays it out", () => {
    fc.assert(
      fc.property(fc.nat(), kinds, (later, kind) => {
        const bits = bitsOf(createIds(manualClock(START + later)).next(kind));
        expect(bits >> 80n).toBe(BigInt(START + later));
        expect((bits >> 76n) & 0xfn).toBe(7n);
        expect((bits >> 62n) & 0x3n).toBe(2n);
      }),
    );
  });

  test("draws all of its last 62 bits", () => {
    const ids = createIds(manualClock(START));
    const drawn = Array.from({ length: 400 }, () => bitsOf(ids.next("sale")) & ((1n << 62n) - 1n));
    const everOne = drawn.reduce((seen, bits) => seen | bits, 0n);
    const alwaysOne = drawn.reduce((seen, bits) => seen & bits);
    expect([everOne, alwaysOne]).toEqual([(1n << 62n) - 1n, 0n]);
  });
});

describe("the ids of one source", () => {
  test("law: sort in the order in which they were made, wherever the clock goes", () => {
    const moments = fc.array(fc.integer({ min: START - 5_000, max: START + 5_000 }));
    fc.assert(
      fc.property(moments, (shown) => {
        const ids = createIds(clockShowing(shown));
        const made = shown.map(() => ids.next("order"));
        expect([...made].sort()).toEqual(made);
        expect(new Set(made).size).toBe(made.length);
      }),
    );
  });

  test("law: tell the latest moment that the clock has shown", () => {
    const moments = fc.array(fc.integer({ min: START, max: START + 50 }), { maxLength: 200 });
    fc.assert(
      fc.property(moments, (shown) => {
        const ids = createIds(clockShowing(shown));
        let latest = 0;
        for (const moment of shown) {
          latest = Math.max(latest, moment);
          expect(timeOf(ids.next("order"))).toBe(latest);
        }
      }),
    );
  });

  test("count from nought within each millisecond, and borrow the next when they are too many", () => {
    const clock = manualClock(START);
    const ids = createIds(clock);
    const made = Array.from({ length: 4_098 }, () => ids.next("sale"));
    const places = [0, 1, 4_095, 4_096, 4_097].map((index) => {
      const id = made[index] ?? "";
      return [timeOf(id) - START, countOf(id)];
    });
    expect(places).toEqual([
      [0, 0],
      [0, 1],
      [0, 4_095],
      [1, 0],
      [1, 1],
    ]);
    clock.advanceSeconds(1);
    const later = ids.next("sale");
    expect([timeOf(later) - START, countOf(later)]).toEqual([1_000, 0]);
  });
});

describe("counted ids", () => {
  test("law: repeat when seed and clock repeat", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000 }), kinds, (seed, kind) => {
        const [one, other] = [0, 1].map(() => countingIds(manualClock(START), seed));
        const made = Array.from({ length: 5 }, () => one?.next(kind) ?? "");
        expect(Array.from({ length: 5 }, () => other?.next(kind))).toEqual(made);
        expect(made.every((id) => isId(kind, id) && timeOf(id) === START)).toBe(true);
        expect([...made].sort()).toEqual(made);
      }),
    );
  });

  test("of two seeds never meet", () => {
    const made = [1, 2, 3].flatMap((seed) => {
      const ids = countingIds(manualClock(START), seed);
      return Array.from({ length: 1_000 }, () => ids.next("sale"));
    });
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
  });
});
