import { distinct, expireAvailable, expireWaiting, type Holding, mature } from "./holding.ts";
import { dayOf } from "./seen.ts";

/**
 * Everything that may have become of a holding by itself. The clock stood at `stops`; at each of them
 * the jobs may have come round or not: that lets expire, that lets expire what waits, and that makes
 * available what has waited long enough, unless its day has come first.
 */
export function afterJobs(holding: Holding, stops: readonly number[]): Holding[] {
  const since = firstDue(holding);
  return stops.filter((at) => at >= since).reduce(atStop, [holding]);
}

function atStop(possible: Holding[], at: number): Holding[] {
  const today = dayOf(at);
  return distinct(
    possible
      .flatMap((one) => [one, expireAvailable(one, today)])
      .flatMap((one) => [one, expireWaiting(one, today)])
      .flatMap((one) => [one, mature(expireWaiting(one, today), at)]),
  );
}

/** When the first of it is due, one way or the other. */
export function firstDue({ lots, waiting }: Holding): number {
  return Math.min(
    ...[...lots, ...waiting].map(({ expiresOn }) => Date.parse(expiresOn)),
    ...waiting.map(({ maturesAt }) => maturesAt),
  );
}
