import { type Day, type Instant, instant } from "../kernel/clock.ts";
import { addCalendarDays, localDay, type TimeZone } from "../kernel/local-day.ts";

/** A receipt as it was posted first: the hash of the request, and the answer. */
export type PostedReceipt = {
  /** The local day on which its number counts; null for a number that counts once for good. */
  readonly day: Day | null;
  readonly soldAt: Instant;
  readonly fingerprint: Buffer;
  readonly answer: string;
};

export type NumberRules = {
  readonly receiptNumbers: "once" | "daily";
  readonly zone: TimeZone;
};

/** A sale as it stands for its number. */
export type NumberedSale = {
  readonly soldAt: Instant;
  /** Whether the request says when; otherwise it is now, and a repeat on another day is another sale. */
  readonly saysWhen: boolean;
  readonly fingerprint: Buffer;
};

/** The first day that PostgreSQL writes as everybody does. */
export const FIRST_DAY: Day = "0001-01-01";

/** The day with which a number is unique; null where it is unique by itself. */
export function receiptDay({ receiptNumbers, zone }: NumberRules, soldAt: Instant): Day | null {
  if (receiptNumbers === "once") return null;
  return notBeforeFirst(localDay(soldAt, zone));
}

/** No receipt that concerns a sale of that moment counts on an earlier day, whatever the zones. */
export function earliestReceiptDay(soldAt: Instant): Day {
  return notBeforeFirst(addCalendarDays(localDay(instant(soldAt), "UTC"), -1));
}

/**
 * What stands under the sale's number already: the same sale, or another one; null for a free number.
 * Where numbers begin anew every day, receipts from before that count on the day they were sold; where
 * they no longer do, those of all days count. A sale that says when it was is the same one whichever
 * zone its day was told by.
 */
export function findPosted(
  posted: readonly PostedReceipt[],
  sale: NumberedSale,
  rules: NumberRules,
): PostedReceipt | null {
  const day = receiptDay(rules, sale.soldAt);
  const isOnDay = (one: PostedReceipt) =>
    day === null || (one.day ?? receiptDay(rules, one.soldAt)) === day;
  const isSame = (one: PostedReceipt) => one.fingerprint.equals(sale.fingerprint);
  const same = posted.find((one) => isSame(one) && (isOnDay(one) || sale.saysWhen));
  return same ?? posted.find(isOnDay) ?? null;
}

function notBeforeFirst(day: Day): Day {
  return day < FIRST_DAY ? FIRST_DAY : day;
}
