import { type Instant, instant } from "../../kernel/clock.ts";
import { canonicalTimeZone, type TimeZone, zoneOffset } from "../../kernel/local-day.ts";

const DAY_MILLISECONDS = 86_400_000;
const WALL_TIME = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?$/;

/** Null for a text that is not `YYYY-MM-DD HH:MM[:SS]`, or names a day that does not exist. */
export type ReadLocalTime = (text: string) => Instant | null;

/**
 * Reads wall-clock times of a time zone (an IANA name). When the clocks change, an hour that comes
 * twice is read as the first, one that is skipped by the new offset. Throws RangeError for an
 * unknown zone.
 */
export function localTimeReader(timeZone: string): ReadLocalTime {
  if (canonicalTimeZone(timeZone) === null) throw new RangeError(`no time zone ${timeZone}`);
  const offsets = new Map<string, number>();
  return (text) => {
    const asUtc = readAsUtc(text);
    if (asUtc === null || timeZone === "UTC") return asUtc;
    // Asking for an offset takes microseconds, and receipts come in long runs of the same hour.
    const hour = text.slice(0, 13);
    const offset = offsets.get(hour) ?? offsetOf(timeZone, asUtc);
    offsets.set(hour, offset);
    return instant(asUtc - offset);
  };
}

function readAsUtc(text: string): Instant | null {
  const [, year, month, day, hour, minute, second = "0"] = WALL_TIME.exec(text) ?? [];
  if (year === undefined) return null;
  const parts = [year, month, day, hour, minute, second].map(Number) as Parts;
  const at = utcOf(parts);
  const back = new Date(at);
  const isReal =
    back.getUTCMonth() + 1 === parts[1] &&
    back.getUTCDate() === parts[2] &&
    back.getUTCHours() === parts[3] &&
    parts[4] < 60 &&
    parts[5] < 60;
  return isReal ? instant(at) : null;
}

type Parts = [
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
];

function utcOf([year, month, day, hour, minute, second]: Parts): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Wall time minus UTC at that wall time; near a change of the clocks the two days around it differ. */
function offsetOf(zone: TimeZone, wallTime: Instant): number {
  const offsetAt = (at: number) => zoneOffset(instant(at), zone);
  const before = offsetAt(wallTime - DAY_MILLISECONDS);
  const after = offsetAt(wallTime + DAY_MILLISECONDS);
  return before === after || offsetAt(wallTime - before) === before ? before : after;
}
