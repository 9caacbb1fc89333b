import type { Instant } from "../kernel/clock.ts";
import { type Points, scaleFloor, ZERO } from "../kernel/points.ts";

const BASIS_POINTS = 10_000n;

/** What the mall keeps of a completed order: ⌊points × basis points ÷ 10 000⌋, nothing while the seller is free of it. */
export function decideCommission(of: {
  readonly points: Points;
  readonly basisPoints: number;
  readonly freeUntil: Instant | null;
  readonly at: Instant;
}): Points {
  if (of.freeUntil !== null && of.at < of.freeUntil) return ZERO;
  return scaleFloor(of.points, { numerator: BigInt(of.basisPoints), denominator: BASIS_POINTS });
}
