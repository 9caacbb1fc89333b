import type { Seen } from "./seen.ts";

export type RatioVersion = {
  readonly version: number;
  readonly shopPoints: number;
  readonly mallPoints: number;
  readonly minimumPoints: number;
  readonly dailyCapPoints: number | null;
  /** From when it holds; while its publication is under way, the earliest that may come of it. */
  validFrom: number;
  possibleFrom: number;
  certainFrom: number;
};

export type Policies = {
  readonly pointValueFen: number;
  readonly conversionFeeBasisPoints: number;
  readonly commissionBasisPoints: number;
  readonly shopPointsExpireDays: number;
  readonly mallPointsExpireDays: number;
  /** How long the points of a sale wait, in shops that have no return period of their own. */
  readonly saleReturnDays: number;
  /** For how long points are good that come back when their lots have expired. */
  readonly graceDays: number;
  readonly timeZone: string;
};

/** The versions that may have been in force: the latest that holds, of two the one published later. */
export function ratiosDuring(versions: readonly RatioVersion[], seen: Seen): RatioVersion[] {
  const possible = versions.filter(
    (one) => one.possibleFrom <= seen.lastTick && one.validFrom <= seen.to,
  );
  const certain = versions.filter(
    (one) => one.certainFrom <= seen.firstTick && one.validFrom <= seen.from,
  );
  return possible.filter((one) => !certain.some((other) => isLater(other, one)));
}

/** Whether there may have been none in force. */
export function mayHaveNone(versions: readonly RatioVersion[], seen: Seen): boolean {
  return !versions.some((one) => one.certainFrom <= seen.firstTick && one.validFrom <= seen.from);
}

function isLater(one: RatioVersion, other: RatioVersion): boolean {
  return (
    one.validFrom > other.validFrom ||
    (one.validFrom === other.validFrom && one.version > other.version)
  );
}

/**
 * Mall points for `asked` shop points: ⌊asked × mall ÷ shop⌋, of which the fee stays with the mall,
 * rounded in the customer's favour; taken is the fewest shop points that buy them.
 */
export function exchange(
  ratio: Pick<RatioVersion, "shopPoints" | "mallPoints">,
  asked: number,
  feeBasisPoints: number,
): { given: number; fee: number; taken: number; bought: number } {
  const bought = Math.floor((asked * ratio.mallPoints) / ratio.shopPoints);
  const fee = Math.ceil((bought * feeBasisPoints) / 10_000);
  const taken = Math.ceil((bought * ratio.shopPoints) / ratio.mallPoints);
  return { given: bought - fee, fee, taken, bought };
}
