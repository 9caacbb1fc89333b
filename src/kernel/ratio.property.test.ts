import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { POINTS_MAXIMUM, type Points, points, subtract, ZERO } from "./points.ts";
import { compareWorth, givenFloor, type Ratio, ratio, takenCeil } from "./ratio.ts";

const sides = fc.bigInt({ min: 1n, max: 10n ** 9n });
const ratios = fc.tuple(sides, sides).map(([shop, mall]) => ratio(shop, mall));
const amounts = fc.bigInt({ min: 0n, max: POINTS_MAXIMUM }).map(points);

function convert(by: Ratio, asked: Points): { given: Points; taken: Points; kept: Points } {
  const given = givenFloor(by, asked);
  const taken = takenCeil(by, given);
  return { given, taken, kept: subtract(asked, taken) };
}

test("250 points at 100 : 3 give 7, take 234 and leave the customer 16", () => {
  expect(convert(ratio(100n, 3n), points(250n))).toEqual({ given: 7n, taken: 234n, kept: 16n });
});

describe("a conversion", () => {
  test("law: never gives more than the exact fraction, and less than one point less", () => {
    fc.assert(
      fc.property(ratios, amounts, (by, asked) => {
        const exact = asked * by.mallPoints;
        const given = convert(by, asked).given * by.shopPoints;
        expect(given <= exact && exact < given + by.shopPoints).toBe(true);
      }),
    );
  });

  test("law: what is taken is worth what is given, by less than one shop point more", () => {
    fc.assert(
      fc.property(ratios, amounts, (by, asked) => {
        const { given, taken } = convert(by, asked);
        const worth = given * by.shopPoints;
        expect(taken * by.mallPoints >= worth).toBe(true);
        expect(worth > taken * by.mallPoints - by.mallPoints).toBe(true);
      }),
    );
  });

  test("law: what the customer keeps was worth less than one mall point, and gives none", () => {
    fc.assert(
      fc.property(ratios, amounts, (by, asked) => {
        const { kept } = convert(by, asked);
        expect(kept >= ZERO && kept * by.mallPoints < by.shopPoints).toBe(true);
        expect(givenFloor(by, kept)).toBe(ZERO);
      }),
    );
  });

  test("law: who asks for more never gets less", () => {
    fc.assert(
      fc.property(ratios, amounts, amounts, (by, left, right) => {
        fc.pre(left <= right);
        const [few, many] = [convert(by, left), convert(by, right)];
        expect(few.given <= many.given && few.taken <= many.taken).toBe(true);
      }),
    );
  });

  test("law: asking again for what was taken takes and gives the same", () => {
    fc.assert(
      fc.property(ratios, amounts, (by, asked) => {
        const { given, taken } = convert(by, asked);
        expect(convert(by, taken)).toEqual({ given, taken, kept: ZERO });
      }),
    );
  });

  test("law: in two parts it never gives more than in one", () => {
    fc.assert(
      fc.property(ratios, amounts, amounts, (by, left, right) => {
        const parts = convert(by, left).given + convert(by, right).given;
        expect(parts <= convert(by, points(left + right)).given).toBe(true);
      }),
    );
  });

  test("law: a ratio and the same ratio written larger convert alike", () => {
    const factors = fc.bigInt({ min: 1n, max: 1_000n });
    fc.assert(
      fc.property(ratios, factors, amounts, (by, factor, asked) => {
        const larger = ratio(by.shopPoints * factor, by.mallPoints * factor);
        expect(convert(larger, asked)).toEqual(convert(by, asked));
        expect(compareWorth(larger, by)).toBe(0);
      }),
    );
  });
});

describe("what a shop point is worth", () => {
  test("law: compares as what it gives", () => {
    fc.assert(
      fc.property(ratios, ratios, amounts, (left, right, asked) => {
        const [here, there] = [givenFloor(left, asked), givenFloor(right, asked)];
        if (compareWorth(left, right) >= 0) expect(here >= there).toBe(true);
        if (compareWorth(left, right) <= 0) expect(here <= there).toBe(true);
      }),
    );
  });

  test("law: less one way round is more the other way round", () => {
    fc.assert(
      fc.property(ratios, ratios, (left, right) => {
        expect(compareWorth(left, right) + compareWorth(right, left)).toBe(0);
        expect(compareWorth(left, left)).toBe(0);
      }),
    );
  });
});

test.each([
  [0n, 3n],
  [100n, 0n],
  [-100n, 3n],
  [100n, -3n],
  [-100n, -3n],
])("%s : %s is no ratio", (shopPoints, mallPoints) => {
  expect(() => ratio(shopPoints, mallPoints)).toThrow("a ratio has two positive sides");
});
