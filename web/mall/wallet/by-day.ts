import type { Expiring } from "../../api/index.ts";

/** The same points summed by the local day they fall on, in their order; `at` is the first of a day. */
export function byDay(lots: readonly Expiring[]): Expiring[] {
  const days = new Map<string, Expiring>();
  for (const lot of lots) {
    const day = new Date(lot.at).toDateString();
    const before = days.get(day);
    days.set(day, before ? { ...before, points: before.points + lot.points } : lot);
  }
  return [...days.values()];
}
