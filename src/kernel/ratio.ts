import { invariant } from "./invariant.ts";
import { type Points, scaleCeil, scaleFloor } from "./points.ts";

/** `shopPoints` of a shop become `mallPoints` of the mall: 100 : 3. Both positive, never reduced. */
export type Ratio = { readonly shopPoints: bigint; readonly mallPoints: bigint };

export function ratio(shopPoints: bigint, mallPoints: bigint): Ratio {
  invariant(shopPoints > 0n && mallPoints > 0n, "a ratio has two positive sides");
  return { shopPoints, mallPoints };
}

/** Mall points given for `asked` shop points: ⌊asked × mall ÷ shop⌋. */
export function givenFloor(by: Ratio, asked: Points): Points {
  return scaleFloor(asked, { numerator: by.mallPoints, denominator: by.shopPoints });
}

/** The fewest shop points that give `given` mall points: ⌈given × shop ÷ mall⌉. Never more than was asked. */
export function takenCeil(by: Ratio, given: Points): Points {
  return scaleCeil(given, { numerator: by.shopPoints, denominator: by.mallPoints });
}

/** -1, 0 or 1 as one shop point is worth less than, as much as, or more than under the other ratio. */
export function compareWorth(left: Ratio, right: Ratio): -1 | 0 | 1 {
  const difference = left.mallPoints * right.shopPoints - right.mallPoints * left.shopPoints;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
