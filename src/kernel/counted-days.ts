import type { Instant } from "./clock.ts";
import { endOfDay, localDay, type TimeZone } from "./local-day.ts";

/**
 * What a change of zone leaves open. A daily cap counts what was turned in on days that are not over.
 * After the change another day is the present one, and days that had begun must count on, or the cap
 * could be spent twice in one of them: those not over at `since` count until `until`, the end of the
 * new zone's day in which the change was made.
 */
export type ZoneChange = { readonly since: Instant; readonly until: Instant };

/** Days that end after this moment count at `now`. */
export function countedSince(now: Instant, change: ZoneChange | null): Instant {
  return change !== null && change.since < now && now < change.until ? change.since : now;
}

/** The change to a zone at `at`, when days that ended after `counted` counted until then. */
export function zoneChanged(
  at: Instant,
  { to, counted }: { readonly to: TimeZone; readonly counted: Instant },
): ZoneChange {
  return { since: counted, until: endOfDay(localDay(at, to), to) };
}
