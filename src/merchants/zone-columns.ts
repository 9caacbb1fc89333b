import type { Instant } from "../kernel/clock.ts";
import type { ZoneChange } from "../kernel/counted-days.ts";

/** A change of zone as the tables keep it: both or none. */
export type ZoneColumns = {
  readonly timeZoneSince: Instant | null;
  readonly timeZoneUntil: Instant | null;
};

export function zoneChangeOf({
  timeZoneSince: since,
  timeZoneUntil: until,
}: ZoneColumns): ZoneChange | null {
  return since === null || until === null ? null : { since, until };
}
