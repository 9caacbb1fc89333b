import { describe, expect, test } from "vitest";
import { POINTS_MAXIMUM, points } from "../kernel/points.ts";
import { ratio } from "../kernel/ratio.ts";
import { costOf, poolLastsDays } from "./decide-cost.ts";

describe("what converting costs, in fen", () => {
  test.each([
    ["1,000 points at 100 : 3 and 10 fen are ¥3.00", 1000n, ratio(100n, 3n), 10, 300n],
    ["what gives no whole mall point costs nothing", 33n, ratio(100n, 3n), 10, 0n],
    ["never beyond the wire's range", 9n ** 16n, ratio(1n, 1000n), 1, POINTS_MAXIMUM],
  ])("%s", (_, taken, by, pointValueFen, expected) => {
    expect(costOf(by, { taken: points(taken), pointValueFen })).toBe(expected);
  });
});

describe("how long the pool lasts", () => {
  test.each([
    ["whole days only", 31_599n, 41_200n, 23n],
    ["an empty pool", 0n, 41_200n, 0n],
    ["nothing is being spent", 31_600n, 0n, null],
  ])("%s", (_, balanceFen, paceFen, days) => {
    expect(poolLastsDays({ balanceFen: points(balanceFen), paceFen: points(paceFen) })).toBe(days);
  });
});
