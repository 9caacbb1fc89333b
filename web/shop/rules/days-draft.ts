import { canonicalTimeZone } from "../../../src/kernel/local-day.ts";
import { readWholeNumber } from "../../../src/kernel/text/whole-number.ts";
import type { Shop, ShopChanges } from "../../api/index.ts";

/** The server's own limit. */
export const expireDaysMost = 36_500;

/** The form as it is typed, so that nothing is lost. */
export type DaysDraft = {
  readonly zone: "mall" | "own";
  readonly timeZone: string;
  readonly expiry: "mall" | "own";
  readonly days: string;
  readonly receiptNumbers: Shop["receiptNumbers"];
};

export function draftOfDays(shop: Shop): DaysDraft {
  return {
    zone: shop.timeZone === null ? "mall" : "own",
    timeZone: shop.timeZone ?? shop.mallTimeZone,
    expiry: shop.expiry === null ? "mall" : "own",
    days: String((shop.expiry ?? shop.mallExpiry).days),
    receiptNumbers: shop.receiptNumbers,
  };
}

/** What the form says, or the fields that cannot be read. */
export function readDays(
  draft: DaysDraft,
): { changes: ShopChanges } | { faults: readonly ("timeZone" | "days")[] } {
  const timeZone = draft.zone === "mall" ? null : canonicalTimeZone(draft.timeZone);
  const days = readWholeNumber(draft.days, { least: 1 });
  const faults: ("timeZone" | "days")[] = [];
  if (draft.zone === "own" && timeZone === null) faults.push("timeZone");
  if (draft.expiry === "own" && (days === null || days > expireDaysMost)) faults.push("days");
  if (faults.length > 0) return { faults };
  const own = draft.expiry === "own" && days !== null;
  const expiry = own ? { kind: "days" as const, days } : null;
  return { changes: { timeZone, expiry, receiptNumbers: draft.receiptNumbers } };
}
