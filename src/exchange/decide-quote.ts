import { addSeconds, type Day, type Instant } from "../kernel/clock.ts";
import { endAfterDays, lastDayBefore, type TimeZone } from "../kernel/local-day.ts";
import {
  larger,
  POINTS_MAXIMUM,
  type Points,
  points,
  scaleCeil,
  subtract,
  times,
} from "../kernel/points.ts";
import { givenFloor, type Ratio, takenCeil } from "../kernel/ratio.ts";
import { err, ok, type Result } from "../kernel/result.ts";

const BASIS_POINTS = 10_000n;

export type QuoteFacts = {
  readonly asked: Points;
  /** Null when the shop is not known. */
  readonly shopStatus: "pending" | "approved" | "suspended" | null;
  /** The version in force; null when there is none. */
  readonly ratio: {
    readonly version: number;
    readonly by: Ratio;
    readonly minimumPoints: Points;
    readonly dailyCapPoints: Points | null;
  } | null;
  readonly policies: {
    readonly pointValueFen: number;
    readonly conversionFeeBasisPoints: number;
    readonly mallPointsExpireDays: number;
    readonly timeZone: TimeZone;
    readonly quoteHoldSeconds: number;
  };
  readonly now: Instant;
};

/** What the customer is promised, and what the shop will pay for it in fen. */
export type QuotePlan = {
  readonly taken: Points;
  readonly given: Points;
  readonly fee: Points;
  readonly kept: Points;
  readonly cost: Points;
  readonly ratioVersion: number;
  readonly minimumPoints: Points;
  readonly dailyCapPoints: Points | null;
  readonly mallPointsExpireAt: Instant;
  /** The last day on which they are good. */
  readonly mallPointsExpireOn: Day;
  readonly expiresAt: Instant;
};

export type QuoteRefusal = "not_found" | "shop_suspended" | "below_minimum" | "amount_out_of_range";

/**
 * What `asked` shop points would give. Refusals in order: `not_found` (no such shop, not approved
 * yet, or without a ratio), `shop_suspended`, `below_minimum` (also when nothing would be given),
 * `amount_out_of_range` (the mall points or their price leave the range of the wire).
 */
export function decideQuote(facts: QuoteFacts): Result<QuotePlan, QuoteRefusal> {
  const { asked, shopStatus, ratio, policies, now } = facts;
  if (shopStatus === null || shopStatus === "pending" || ratio === null) return err("not_found");
  if (shopStatus === "suspended") return err("shop_suspended");
  const { by, minimumPoints } = ratio;
  const { given, fee, taken, gross } = exchange(by, asked, policies.conversionFeeBasisPoints);
  if (asked < minimumPoints || given === 0n) {
    const gives = fewestThatGive(policies.conversionFeeBasisPoints);
    const minimum = larger(minimumPoints, takenCeil(by, gives));
    return err("below_minimum", { values: { minimum: String(minimum) } });
  }
  // The shop pays for everything it causes to be issued: what the customer gets and the fee.
  const cost = times(gross, policies.pointValueFen);
  if (gross > POINTS_MAXIMUM || cost > POINTS_MAXIMUM) return err("amount_out_of_range");
  const mallPointsExpireAt = endAfterDays(now, {
    days: policies.mallPointsExpireDays,
    zone: policies.timeZone,
  });
  return ok({
    taken,
    given,
    fee,
    kept: subtract(asked, taken),
    cost,
    ratioVersion: ratio.version,
    minimumPoints,
    dailyCapPoints: ratio.dailyCapPoints,
    mallPointsExpireAt,
    mallPointsExpireOn: lastDayBefore(mallPointsExpireAt, policies.timeZone),
    expiresAt: addSeconds(now, policies.quoteHoldSeconds),
  });
}

/**
 * `gross` mall points for `asked` shop points, split into the customer's share and the mall's fee,
 * and the fewest shop points that buy them. The fee is rounded up: rounded down, ten small quotes
 * would escape a fee that one large quote pays. So a split never gives more than the whole.
 */
export function exchange(
  by: Ratio,
  asked: Points,
  feeBasisPoints: number,
): { gross: Points; given: Points; fee: Points; taken: Points } {
  const gross = givenFloor(by, asked);
  const fee = scaleCeil(gross, { numerator: BigInt(feeBasisPoints), denominator: BASIS_POINTS });
  return { gross, given: subtract(gross, fee), fee, taken: takenCeil(by, gross) };
}

/** The fewest mall points, fee included, of which one is left. At a fee of everything there are none. */
function fewestThatGive(feeBasisPoints: number): Points {
  if (feeBasisPoints >= 10_000) return points(1n);
  const denominator = BigInt(10_000 - feeBasisPoints);
  return scaleCeil(points(1n), { numerator: BASIS_POINTS, denominator });
}
