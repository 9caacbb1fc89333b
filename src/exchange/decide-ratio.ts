import type { Instant } from "../kernel/clock.ts";
import type { Points } from "../kernel/points.ts";
import { compareWorth, type Ratio } from "../kernel/ratio.ts";
import { err, ok, type Result } from "../kernel/result.ts";

/** The least and the most that one shop point may be worth. */
export type RatioBounds = { readonly minimum: Ratio; readonly maximum: Ratio };

export type RatioCommand = {
  readonly by: Ratio;
  readonly minimumPoints: Points;
  readonly dailyCapPoints: Points | null;
  /** Null for at once. */
  readonly validFrom: Instant | null;
};

/**
 * The version to append. A ratio never holds for the past, so an earlier `validFrom` counts as now.
 * Refused with `ratio_out_of_bounds`, which names the bounds.
 */
export function decideRatio(
  command: RatioCommand,
  { bounds, now }: { bounds: RatioBounds; now: Instant },
): Result<RatioCommand & { validFrom: Instant }, "ratio_out_of_bounds"> {
  const within = checkBounds(command.by, bounds);
  if (!within.ok) return within;
  const { validFrom } = command;
  return ok({ ...command, validFrom: validFrom === null || validFrom < now ? now : validFrom });
}

export function checkBounds(
  by: Ratio,
  { minimum, maximum }: RatioBounds,
): Result<undefined, "ratio_out_of_bounds"> {
  if (compareWorth(by, minimum) >= 0 && compareWorth(by, maximum) <= 0) return ok();
  return err("ratio_out_of_bounds", {
    values: { minimum: inWords(minimum), maximum: inWords(maximum) },
  });
}

function inWords(by: Ratio): string {
  return `${by.shopPoints}:${by.mallPoints}`;
}
