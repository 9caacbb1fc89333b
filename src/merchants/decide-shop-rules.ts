import type { Instant } from "../kernel/clock.ts";
import type { TimeZone } from "../kernel/local-day.ts";
import { changeShopZone, type MallZone } from "./decide-time-zone.ts";
import type { ReceiptNumbers, ShopRules } from "./merchant.ts";

/** What is asked for; undefined stays as it is, null is as in the mall. */
type Changes = {
  readonly returnDays?: number | null | undefined;
  readonly timeZone?: TimeZone | null | undefined;
  readonly expiry?: { readonly days: number } | null | undefined;
  readonly receiptNumbers?: ReceiptNumbers | undefined;
};

/** The rules of the shop from `at` on. */
export function changeShopRules(
  before: ShopRules,
  asked: Changes,
  { at, mall }: { at: Instant; mall: MallZone },
): ShopRules {
  const { timeZone = before.timeZone, receiptNumbers = before.receiptNumbers } = asked;
  const { returnDays = before.returnDays, expiry } = asked;
  return {
    ...changeShopZone(before, { to: timeZone, mall, at }),
    returnDays,
    pointsExpireDays: expiry === undefined ? before.pointsExpireDays : (expiry?.days ?? null),
    receiptNumbers,
    receiptNumbersWereDaily: before.receiptNumbersWereDaily || receiptNumbers === "daily",
  };
}

const LOGGED = ["returnDays", "timeZone", "pointsExpireDays", "receiptNumbers"] as const;
/** How the log writes that a shop sets nothing. */
const AS_IN_THE_MALL = "mall";

/** What differs, as the log keeps it. */
export function differences(
  before: ShopRules,
  after: ShopRules,
): { name: string; before: string; after: string }[] {
  return LOGGED.filter((name) => before[name] !== after[name]).map((name) => ({
    name,
    before: String(before[name] ?? AS_IN_THE_MALL),
    after: String(after[name] ?? AS_IN_THE_MALL),
  }));
}
