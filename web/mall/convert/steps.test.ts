import { describe, expect, test } from "vitest";
import { pointsFromJson } from "../../../src/kernel/points.ts";
import {
  askFor,
  type ConvertibleShop,
  faultOf,
  firstAsk,
  missingForFirst,
  stepOf,
  stepsOf,
} from "./steps.ts";

function shop(available: number, minimumPoints = 1, sides = [100, 3]): ConvertibleShop {
  const [shopPoints = 1, mallPoints = 1] = sides;
  return {
    shopId: "shop_1",
    name: "Noodles",
    colour: "#a63d17",
    available,
    pending: 0,
    held: 0,
    ratio: { version: 1, shopPoints, mallPoints, minimumPoints },
    worth: 0,
    expiring: [],
    maturing: [],
  };
}

describe("the steps of converting", () => {
  test.each([
    [250, 1, { least: 1, most: 7 }],
    [250, 100, { least: 3, most: 7 }],
    [33, 1, { least: 1, most: 0 }],
    [-20, 1, { least: 1, most: 0 }],
  ])("%i points with a minimum of %i step through %o", (available, minimum, steps) => {
    expect(stepsOf(shop(available, minimum))).toEqual(steps);
  });

  test("a step asks for the fewest points that give it", () => {
    const at = shop(250);
    expect([1, 2, 3, 7].map((step) => askFor(at, step))).toEqual([34, 67, 100, 234]);
    expect(stepOf(at, 234)).toBe(7);
    expect(stepOf(at, 233)).toBe(6);
  });

  test("a step never asks for less than the shop's minimum", () => {
    expect(askFor(shop(250, 50), 1)).toBe(50);
  });

  test("every step fits the balance and gives no less than it says, at any ratio", () => {
    for (const sides of [
      [100, 3],
      [10, 3],
      [1, 7],
      [3, 1],
      [997, 991],
    ]) {
      const at = shop(1234, 1, sides);
      const { least, most } = stepsOf(at);
      for (const step of [least, Math.floor((least + most) / 2), most]) {
        expect(askFor(at, step)).toBeLessThanOrEqual(1234);
        expect(stepOf(at, askFor(at, step))).toBeGreaterThanOrEqual(step);
      }
    }
  });
});

describe("what is asked for at first", () => {
  test.each([
    [250, null, 250],
    [250, 3, 100],
    [250, 8, 250],
    [-5, 3, 0],
  ])("with %i points and %s missing it is %i", (available, need, asked) => {
    expect(firstAsk(shop(available), need)).toBe(asked);
  });

  test.each([
    [250, 0],
    [33, 1],
    [-6, 40],
  ])("%i points lack %i for the first mall point", (available, missing) => {
    expect(missingForFirst(shop(available))).toBe(missing);
  });
});

describe("what cannot be asked for", () => {
  test.each([
    [250, 100, null],
    [250, 251, { kind: "tooMuch", points: 250 }],
    [250, 33, { kind: "belowMinimum", points: 34 }],
    [250, 0, { kind: "belowMinimum", points: 34 }],
  ])("of %i points, %i: %o", (available, asked, fault) => {
    expect(faultOf(shop(available), pointsFromJson(asked))).toEqual(fault);
  });
});
