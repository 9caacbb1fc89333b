import { addDays, addSeconds, fromRfc3339, type Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { endAfterDays, type TimeZone } from "../kernel/local-day.ts";
import { POINTS_MAXIMUM, type Points, sum, times, ZERO } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { err, invalid, ok, type Result } from "../kernel/result.ts";
import type { NewSale } from "./contract.ts";
import { type Award, decideAwards, type RewardRule } from "./decide-award.ts";
import { type FindProduct, type KnownLine, resolveLines } from "./resolve-lines.ts";
import { say } from "./text.ts";

/** Clocks of tills differ; a sale of the day after tomorrow is a mistake. */
export const CLOCK_SKEW_SECONDS = 86_400;

/** A sale as a till asks for it, or an import: how many lines it may have is the wire's limit only. */
export type SaleCommand = {
  readonly shopId: string;
  readonly sale: NewSale;
  /** Who posts it: an account, an API key, or a job by name. */
  readonly by: string;
  readonly language: Language;
};

/** In the order in which they are checked. */
export type SaleRefusal =
  | "invalid_request"
  | "shop_not_approved"
  | "shop_suspended"
  | "receipt_number_reused"
  | "unknown_product"
  | "amount_out_of_range"
  | "unknown_customer"
  | "member_code_invalid";

export type SaleFacts = {
  readonly now: Instant;
  readonly shop: {
    readonly status: "pending" | "approved" | "suspended";
    readonly returnDays: number | null;
    readonly pointsExpireDays: number | null;
  };
  /** Whose days the shop counts by. */
  readonly zone: TimeZone;
  readonly policies: { readonly shopPointsExpireDays: number; readonly saleReturnDays: number };
  /** Whether something else was posted under the receipt's number. */
  readonly isNumberReused: boolean;
  readonly findProduct: FindProduct;
  readonly rules: readonly RewardRule[];
  /** Whose sale it is; null when the customer, or the member code, is unknown. */
  readonly customerId: string | null;
};

export type SaleLine = KnownLine & { readonly award: Award };

/** A sale that will be recorded. Without a customer nobody earns. */
export type SalePlan = {
  readonly customerId: string | null;
  readonly soldAt: Instant;
  readonly lines: readonly SaleLine[];
  readonly points: Points;
  readonly expiresAt: Instant;
  /** Until when the points wait for goods that may come back; null when they are available at once. */
  readonly pendingUntil: Instant | null;
};

/** What the sale becomes, or why it cannot be. Refusals in the order of the type. */
export function decideSale(
  { sale, language }: SaleCommand,
  facts: SaleFacts,
): Result<SalePlan, SaleRefusal> {
  const { now, shop, policies } = facts;
  const soldAt = decideForm(sale, { now, language });
  if (!soldAt.ok) return soldAt;
  const open = decideOpen(shop.status);
  if (!open.ok) return open;
  if (facts.isNumberReused) {
    return err("receipt_number_reused", { values: { receiptNumber: sale.receiptNumber } });
  }
  const known = resolveLines(sale.lines, facts.findProduct);
  if (!known.ok) return known;
  const at = soldAt.value ?? now;
  const awards = decideAwards(known.value, facts.rules, at);
  const lines = known.value.flatMap((line, index) => {
    const award = awards[index];
    return award ? [{ ...line, award }] : [];
  });
  const awarded = sum(lines.map(({ award }) => award.points));
  if (awarded > POINTS_MAXIMUM || amountOf(lines) > POINTS_MAXIMUM) {
    return err("amount_out_of_range");
  }
  if (facts.customerId === null && sale.customerId !== undefined) return err("unknown_customer");
  if (facts.customerId === null && sale.memberCode !== undefined) return err("member_code_invalid");
  // From here it succeeds.
  const points = facts.customerId === null ? ZERO : awarded;
  const returnDays = shop.returnDays ?? policies.saleReturnDays;
  const returnableUntil = addDays(at, returnDays);
  const isPending = points > ZERO && returnDays > 0 && returnableUntil > now;
  return ok({
    customerId: facts.customerId,
    soldAt: at,
    lines,
    points,
    expiresAt: endAfterDays(now, {
      days: shop.pointsExpireDays ?? policies.shopPointsExpireDays,
      zone: facts.zone,
    }),
    pendingUntil: isPending ? returnableUntil : null,
  });
}

/** What a schema cannot say; answers when it was sold, null for now. */
export function decideForm(
  sale: NewSale,
  { now, language }: { now: Instant; language: Language },
): Result<Instant | null, "invalid_request"> {
  if (sale.memberCode !== undefined && sale.customerId !== undefined) {
    return invalid("/customerId", "not_together", say("customerOnce", language));
  }
  const wrong = sale.lines.findIndex(
    (line) => (line.productId === undefined) === (line.barcode === undefined),
  );
  if (wrong >= 0) return invalid(`/lines/${wrong}`, "one_of", say("productOnce", language));
  if (sale.soldAt === undefined) return ok(null);
  const soldAt = fromRfc3339(sale.soldAt);
  if (soldAt === null) return invalid("/soldAt", "wrong_format", say("notATime", language));
  if (soldAt > addSeconds(now, CLOCK_SKEW_SECONDS)) {
    return invalid("/soldAt", "too_large", say("soldInFuture", language));
  }
  return ok(soldAt);
}

/** When the request says it was sold; null when it does not, or names no moment. */
export function soldAtOf({ soldAt }: Pick<NewSale, "soldAt">): Instant | null {
  return soldAt === undefined ? null : fromRfc3339(soldAt);
}

/** Whether a shop of that status may sell. */
export function decideOpen(
  status: SaleFacts["shop"]["status"],
): Result<undefined, "shop_not_approved" | "shop_suspended"> {
  if (status === "pending") return err("shop_not_approved");
  return status === "suspended" ? err("shop_suspended") : ok();
}

/** In fen. */
export function amountOf(lines: readonly KnownLine[]): Points {
  return sum(lines.map(({ unitPrice, quantity }) => times(unitPrice, quantity)));
}

/** What a line gives; nothing where nobody earns. */
export function pointsOfLine({ customerId }: SalePlan, line: SaleLine): Points {
  invariant(line.award.points >= ZERO, "an award is never below zero");
  return customerId === null ? ZERO : line.award.points;
}
