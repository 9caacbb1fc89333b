import type { Instant } from "../kernel/clock.ts";
import type { Ratio } from "../kernel/ratio.ts";
import type { MallZone } from "./decide-time-zone.ts";

export type VerificationMethod = "face" | "passkey";

/** The rules of the mall, as one version of them. */
export type Policies = MallZone & {
  readonly version: number;
  readonly validFrom: Instant;
  /** What one mall point is worth. */
  readonly pointValueFen: number;
  readonly shopPointsExpireDays: number;
  readonly mallPointsExpireDays: number;
  /** The least one shop point may be worth: 1,000,000 shop points : 1 mall point by default. */
  readonly ratioMinimum: Ratio;
  /** The most one shop point may be worth: 1 shop point : 1,000,000 mall points by default. */
  readonly ratioMaximum: Ratio;
  readonly conversionFeeBasisPoints: number;
  readonly commissionBasisPoints: number;
  readonly verificationMethods: readonly VerificationMethod[];
  readonly verificationWindowSeconds: number;
  readonly quoteHoldSeconds: number;
  readonly orderReturnDays: number;
  /** How long the points of a sale wait, in shops that have no return period of their own. */
  readonly saleReturnDays: number;
  /** How long points are good that come back when their own time is over. */
  readonly graceDays: number;
  /** Whether one may sign in by face; whether a face opens the verified window is a verification method. */
  readonly faceLoginAllowed: boolean;
  /** Cosines in thousandths: from here on it is the person, and from there on the passkey is asked. */
  readonly faceAcceptAt: number;
  readonly faceOfferPasskeyAt: number;
  /** How long a template stays that nobody uses. */
  readonly faceRetentionDays: number;
};

/** What a version says, without which version it is. */
export type Rules = Omit<Policies, "version" | "validFrom" | "timeZoneChange">;
