import {
  larger,
  type Points,
  points,
  pointsFromJson,
  pointsToJson,
  subtract,
} from "../../../src/kernel/points.ts";
import { givenFloor, type Ratio, ratio, takenCeil } from "../../../src/kernel/ratio.ts";
import type { ShopWallet } from "../../api/index.ts";

export type ConvertibleShop = ShopWallet & { ratio: NonNullable<ShopWallet["ratio"]> };

export function isConvertible(shop: ShopWallet): shop is ConvertibleShop {
  return shop.ratio !== null;
}

/**
 * The steps of the slider, counted in whole mall points: from the least that the shop's minimum
 * allows to the most that the balance gives. `most` below `least` means that nothing can be
 * converted yet.
 */
export function stepsOf(shop: ConvertibleShop): { least: number; most: number } {
  const by = ratioOf(shop);
  const available = larger(pointsFromJson(shop.available), points(0n));
  const atMinimum = givenFloor(by, pointsFromJson(shop.ratio.minimumPoints));
  return {
    least: pointsToJson(larger(atMinimum, points(1n))),
    most: pointsToJson(givenFloor(by, available)),
  };
}

/** The shop points to ask for so that `mallPoints` are given, and at least the shop's minimum. */
export function askFor(shop: ConvertibleShop, mallPoints: number): number {
  const enough = takenCeil(ratioOf(shop), pointsFromJson(mallPoints));
  return pointsToJson(larger(enough, pointsFromJson(shop.ratio.minimumPoints)));
}

/** The step that asking for so many shop points stands on. */
export function stepOf(shop: ConvertibleShop, asked: number): number {
  return pointsToJson(givenFloor(ratioOf(shop), pointsFromJson(asked)));
}

/** How many shop points are still needed before anything can be converted; 0 when it can be. */
export function missingForFirst(shop: ConvertibleShop): number {
  const first = pointsFromJson(askFor(shop, 1));
  return pointsToJson(larger(subtract(first, pointsFromJson(shop.available)), points(0n)));
}

/** `left − right`, exactly. */
export function minus(left: number, right: number): number {
  return pointsToJson(subtract(pointsFromJson(left), pointsFromJson(right)));
}

/** What to ask for at first: the missing mall points if the shop has them, else everything. */
export function firstAsk(shop: ConvertibleShop, need: number | null): number {
  const { most } = stepsOf(shop);
  if (need !== null && need <= most) return askFor(shop, need);
  return Math.max(shop.available, 0);
}

function ratioOf(shop: ConvertibleShop): Ratio {
  return ratio(BigInt(shop.ratio.shopPoints), BigInt(shop.ratio.mallPoints));
}

/** What stands in the way of asking for this, before the server is asked. */
export function faultOf(
  shop: ConvertibleShop,
  asked: Points,
): { kind: "belowMinimum" | "tooMuch"; points: number } | null {
  if (asked > pointsFromJson(Math.max(shop.available, 0))) {
    return { kind: "tooMuch", points: Math.max(shop.available, 0) };
  }
  const least = askFor(shop, 1);
  return asked < pointsFromJson(least) ? { kind: "belowMinimum", points: least } : null;
}
