import { type Day, type Instant, instant } from "./clock.ts";
import { invariant } from "./invariant.ts";
import { textOf } from "./text/canonical.ts";
import { canonicalIdentifier } from "./text/identifier.ts";

// The one home of time zones and local days. The rules of the zones are those of the ICU data that
// this Node carries, asked through Intl.

/** The name of a zone as IANA writes it, such as `Asia/Shanghai`. */
export type TimeZone = string;

/** Where the mall and its shops are unless they say otherwise. */
export const DEFAULT_TIME_ZONE: TimeZone = "Asia/Shanghai";

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

/**
 * The zone's name as it is kept, or null for a name that is no zone. Offsets such as `+08:00` are no
 * zones. Upper and lower case are equal, as they are for IANA.
 */
export function canonicalTimeZone(typed: string): TimeZone | null {
  const name = textOf(canonicalIdentifier(typed)) ?? "";
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
    const lower = name.toLowerCase();
    // Intl answers `Asia/Calcutta` for `Asia/Kolkata`: both are IANA's, so the name that was given stays.
    return timeZone.toLowerCase() === lower ? timeZone : (MODERN_NAMES.get(lower) ?? name);
  } catch {
    return null;
  }
}

/** What IANA calls zones today that ICU lists under the name they had before. */
const MODERN_NAMES: ReadonlyMap<string, TimeZone> = new Map(
  [
    "Africa/Asmara",
    "America/Atikokan",
    "America/Indiana/Indianapolis",
    "America/Kentucky/Louisville",
    "America/Nuuk",
    "Asia/Ho_Chi_Minh",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Yangon",
    "Atlantic/Faroe",
    "Europe/Kyiv",
    "Pacific/Chuuk",
    "Pacific/Kanton",
    "Pacific/Pohnpei",
  ].map((name) => [name.toLowerCase(), name]),
);

/**
 * The local day of a moment. Days are in order and never overlap: where clocks are put back over
 * midnight, the minutes that came first belong to the day before.
 */
export function localDay(at: Instant, zone: TimeZone): Day {
  const known = zoneOf(zone);
  const recent = known.recent.find(({ start, end }) => start <= at && at < end);
  if (recent) return recent.day;
  const wall = dayOfWall(at + offsetAt(known, at));
  const day = at < startOfDay(wall, zone) ? localDayBefore(wall, zone) : wall;
  const found = { day, start: startOfDay(day, zone), end: endOfDay(day, zone) };
  known.recent = [found, ...known.recent.slice(0, RECENT_MAXIMUM - 1)];
  return day;
}

/** The last day that is over when `day` begins: not always the one before, since a zone may skip one. */
function localDayBefore(day: Day, zone: TimeZone): Day {
  const start = startOfDay(day, zone);
  let before = addCalendarDays(day, -1);
  while (startOfDay(before, zone) === start) before = addCalendarDays(before, -1);
  return before;
}

/**
 * The moment from which on it is that day or a later one: its midnight; the end of the gap where
 * midnight does not exist; the last midnight where it exists twice; the start of the next day where
 * the zone skipped this one.
 */
export function startOfDay(day: Day, zone: TimeZone): Instant {
  const known = zoneOf(zone);
  const remembered = known.starts.get(day);
  if (remembered !== undefined) return remembered;
  const start = instant(findStart(known, wallOf(day)));
  if (known.starts.size >= STARTS_MAXIMUM) known.starts.clear();
  known.starts.set(day, start);
  return start;
}

/** The midnight after the day. */
export function endOfDay(day: Day, zone: TimeZone): Instant {
  return startOfDay(addCalendarDays(day, 1), zone);
}

/** The day so many days later in the calendar, which is the same in all zones. */
export function addCalendarDays(day: Day, days: number): Day {
  return dayOfWall(wallOf(day) + days * DAY);
}

/**
 * The end of what is good for so many days: the midnight after the last of them. The day of `at` does
 * not count, so that it is never a minute less than promised.
 */
export function endAfterDays(
  at: Instant,
  { days, zone }: { readonly days: number; readonly zone: TimeZone },
): Instant {
  const day = localDay(at, zone);
  const known = zoneOf(zone);
  if (known.ends.from !== day) known.ends = { from: day, byDays: new Map() };
  const remembered = known.ends.byDays.get(days);
  if (remembered !== undefined) return remembered;
  const end = endOfDay(addCalendarDays(day, days), zone);
  known.ends.byDays.set(days, end);
  return end;
}

/** The last day on which what ends at that moment is good. */
export function lastDayBefore(end: Instant, zone: TimeZone): Day {
  return localDay(instant(end - 1), zone);
}

type DayInterval = { readonly day: Day; readonly start: Instant; readonly end: Instant };
type Zone = {
  readonly format: Intl.DateTimeFormat;
  readonly starts: Map<Day, Instant>;
  /** The days asked for last. Nearly every question is about today, so it costs two comparisons. */
  recent: readonly DayInterval[];
  /** What `endAfterDays` answered on the day it was asked for last: every award asks for the same. */
  ends: { readonly from: Day; readonly byDays: Map<number, Instant> };
};
const RECENT_MAXIMUM = 4;
/** Three years of days; a file of old receipts asks for as many. */
const STARTS_MAXIMUM = 1100;

/** Intl knows some 450 zones, so this is bounded. */
const zones = new Map<TimeZone, Zone>();

function zoneOf(timeZone: TimeZone): Zone {
  const known = zones.get(timeZone);
  if (known) return known;
  const made: Zone = {
    format: wallClock(timeZone),
    starts: new Map(),
    recent: [],
    ends: { from: "", byDays: new Map() },
  };
  zones.set(timeZone, made);
  return made;
}

function wallClock(timeZone: TimeZone): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
}

/** What the zone's clocks are ahead of UTC at that moment, in milliseconds. Takes some microseconds. */
export function zoneOffset(at: Instant, zone: TimeZone): number {
  return offsetAt(zoneOf(zone), at);
}

function offsetAt({ format }: Zone, at: number): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of format.formatToParts(at)) parts[type] = value;
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts[type]);
  const year = parts.era === "BC" ? 1 - number("year") : number("year");
  const wall = new Date(0);
  // Not `Date.UTC`, which takes the years 0 to 99 for 1900 to 1999.
  wall.setUTCFullYear(year, number("month") - 1, number("day"));
  wall.setUTCHours(number("hour"), number("minute"), number("second"));
  return wall.getTime() - Math.floor(at / SECOND) * SECOND;
}

/** See `startOfDay`. `wall` is midnight as if the zone were UTC. */
function findStart(zone: Zone, wall: number): number {
  const [before, after] = [wall - DAY, wall + DAY];
  const [offset, later] = [offsetAt(zone, before), offsetAt(zone, after)];
  if (offset === later) return wall - offset;
  // The clocks are changed once in these two days. Of the midnights, the last one counts.
  const change = findChange(zone, { before, after });
  if (wall - later >= change) return wall - later;
  return Math.min(wall - offset, change);
}

/** The second at which the offset of `after` begins. */
function findChange(zone: Zone, { before, after }: { before: number; after: number }): number {
  const offset = offsetAt(zone, before);
  let [low, high] = [Math.floor(before / SECOND), Math.floor(after / SECOND)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle * SECOND) === offset) low = middle;
    else high = middle;
  }
  return high * SECOND;
}

function wallOf(day: Day): number {
  const wall = Date.parse(`${day}T00:00:00.000Z`);
  invariant(!Number.isNaN(wall), `${day} is a day`);
  return wall;
}

function dayOfWall(wall: number): Day {
  return new Date(wall).toISOString().slice(0, -"T00:00:00.000Z".length);
}
