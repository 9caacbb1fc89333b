import {
  larger,
  POINTS_MAXIMUM,
  type Points,
  scaleFloor,
  smaller,
  times,
  ZERO,
} from "../kernel/points.ts";
import { givenFloor, type Ratio } from "../kernel/ratio.ts";

/** How far back "the last 30 days" look. */
export const PACE_DAYS = 30;

/** What converting `taken` shop points at this ratio costs the shop, in fen, within the wire's range. */
export function costOf(
  by: Ratio,
  { taken, pointValueFen }: { taken: Points; pointValueFen: number },
): Points {
  return smaller(times(givenFloor(by, taken), pointValueFen), POINTS_MAXIMUM);
}

/** Whole days the pool lasts when every 30 days cost `paceFen`; null when nothing is being spent. */
export function poolLastsDays({
  balanceFen,
  paceFen,
}: {
  balanceFen: Points;
  paceFen: Points;
}): Points | null {
  if (paceFen === 0n) return null;
  const by = { numerator: BigInt(PACE_DAYS), denominator: paceFen };
  return smaller(scaleFloor(larger(balanceFen, ZERO), by), POINTS_MAXIMUM);
}
