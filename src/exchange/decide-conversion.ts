import type { Instant } from "../kernel/clock.ts";
import { add, type Points } from "../kernel/points.ts";
import { err, ok, type Result } from "../kernel/result.ts";

/** An offer as it was made: nothing in it follows later changes of ratio, fee or policy. */
export type Quote = {
  readonly id: string;
  readonly customerId: string;
  readonly shopId: string;
  readonly ratioVersion: number;
  readonly asked: Points;
  readonly taken: Points;
  readonly given: Points;
  readonly fee: Points;
  /** What the shop pays, in fen. */
  readonly cost: Points;
  readonly minimumPoints: Points;
  readonly dailyCapPoints: Points | null;
  readonly mallPointsExpireAt: Instant;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
};

export type ConversionFacts = {
  readonly now: Instant;
  readonly verified: { readonly until: Instant | null; readonly by: string | null };
  /** The ways of identity check that open the window, by the operator's policy. */
  readonly methodsAccepted: readonly string[];
  /** Null when there is no such quote of this customer. */
  readonly quote: Quote | null;
  readonly shopStatus: "pending" | "approved" | "suspended" | null;
  /** Points of this shop the customer turned in on its days that are not over. */
  readonly takenToday: Points;
};

export type ConversionRefusal =
  | "verification_required"
  | "not_found"
  | "quote_expired"
  | "quote_used"
  | "shop_suspended"
  | "below_minimum"
  | "daily_cap_reached";

/**
 * Whether the quote may become a conversion now. Refusals in the order of the type; the ledger has
 * the last two words, `shop_pool_exhausted` and `insufficient_points`. Answers the quote to carry out.
 */
export function decideConversion(facts: ConversionFacts): Result<Quote, ConversionRefusal> {
  const { now, verified, quote } = facts;
  const windowOpen = verified.until !== null && verified.until > now;
  if (!windowOpen || verified.by === null || !facts.methodsAccepted.includes(verified.by)) {
    return err("verification_required");
  }
  if (quote === null) return err("not_found");
  if (quote.expiresAt <= now) return err("quote_expired");
  if (quote.usedAt !== null) return err("quote_used");
  if (facts.shopStatus !== "approved") return err("shop_suspended");
  if (quote.asked < quote.minimumPoints) {
    return err("below_minimum", { values: { minimum: String(quote.minimumPoints) } });
  }
  const cap = quote.dailyCapPoints;
  if (cap !== null && add(facts.takenToday, quote.taken) > cap) {
    return err("daily_cap_reached", { values: { cap: String(cap) } });
  }
  return ok(quote);
}
