import { distinct, expireAvailable, expireWaiting, type Holding, mature } from "./holding.ts";

/**
 * Everything that may have become of a holding by itself. The clock stood at `stops`; at each of them
 * the jobs may have come round or not: that lets expire, that lets expire what waits, and that makes
 * available what has waited long enough, unless its expiry has come first.
 */
export function afterJobs(holding: Holding, stops: readonly number[]): Holding[] {
  const since = firstDue(holding);
  return stops.filter((at) => at >= since).reduce(atStop, [holding]);
}

function atStop(possible: Holding[], at: number): Holding[] {
  return distinct(
    possible
      .flatMap((one) => [one, expireAvailable(one, at)])
      .flatMap((one) => [one, expireWaiting(one, at)])
      .flatMap((one) => [one, mature(expireWaiting(one, at), at)]),
  );
}

/** When the first of it is due, one way or the other. */
export function firstDue({ lots, waiting }: Holding): number {
  return Math.min(
    ...[...lots, ...waiting].map(({ expiresAt }) => expiresAt),
    ...waiting.map(({ maturesAt }) => maturesAt),
  );
}
