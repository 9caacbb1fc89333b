import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Day, type Instant, instant } from "./clock.ts";
import { countedSince, zoneChanged } from "./counted-days.ts";
import { addCalendarDays, endAfterDays, endOfDay, localDay, startOfDay } from "./local-day.ts";

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** Where clocks are changed at midnight, by half an hour, over the date line, or never. */
const ODD_ZONES = [
  "Africa/Cairo",
  "Africa/Monrovia",
  "America/Asuncion",
  "America/Caracas",
  "America/Havana",
  "America/New_York",
  "America/Santiago",
  "America/Sao_Paulo",
  "America/St_Johns",
  "Asia/Amman",
  "Asia/Beirut",
  "Asia/Gaza",
  "Asia/Kathmandu",
  "Asia/Pyongyang",
  "Asia/Shanghai",
  "Asia/Tehran",
  "Atlantic/Azores",
  "Australia/Lord_Howe",
  "Europe/London",
  "Pacific/Apia",
  "Pacific/Chatham",
  "Pacific/Kwajalein",
  "UTC",
];
const zones = fc.oneof(
  fc.constantFrom(...ODD_ZONES),
  fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
);
/** From 1972 on, when offsets were whole minutes nearly everywhere. */
const moments = fc
  .integer({ min: Date.UTC(1972, 0, 1), max: Date.UTC(2100, 0, 1) })
  .map((at): Instant => instant(at));
const wallDates = new Map<string, Intl.DateTimeFormat>();
/** The date on the wall, asked another way. */
function wallDate(at: number, zone: string): Day {
  const format = wallDates.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone });
  wallDates.set(zone, format);
  return format.format(at);
}

describe("local days", () => {
  test("law: tile the time line", () => {
    fc.assert(
      fc.property(zones, moments, (zone, at) => {
        const day = localDay(at, zone);
        const [start, end] = [startOfDay(day, zone), endOfDay(day, zone)];
        expect(start <= at && at < end).toBe(true);
        expect(localDay(start, zone)).toBe(day);
        expect(localDay(instant(end - 1), zone)).toBe(day);
        expect(localDay(instant(start - 1), zone) < day).toBe(true);
        expect(localDay(end, zone) > day).toBe(true);
        expect(end - start).toBeGreaterThanOrEqual(20 * HOUR);
        expect(end - start).toBeLessThanOrEqual(48 * HOUR);
      }),
      { numRuns: 300 },
    );
  });

  test("law: are the dates on the wall, but for minutes that come twice", () => {
    fc.assert(
      fc.property(zones, moments, (zone, at) => {
        const [day, wall] = [localDay(at, zone), wallDate(at, zone)];
        if (day === wall) return;
        // Clocks will be put back over midnight: the first of the two belongs to the day before.
        expect(wall > day).toBe(true);
        expect(wallDate(startOfDay(wall, zone) - SECOND, zone)).toBe(day);
        expect(startOfDay(wall, zone) - at).toBeLessThanOrEqual(24 * HOUR);
      }),
      { numRuns: 300 },
    );
  });

  test("law: from its beginning on no clock shows an earlier date", () => {
    fc.assert(
      fc.property(zones, moments, (zone, at) => {
        const day = localDay(at, zone);
        const start = startOfDay(day, zone);
        for (let later = start; later < start + 4 * HOUR; later = instant(later + HOUR / 4)) {
          expect(wallDate(later, zone) >= day).toBe(true);
        }
        expect(wallDate(start - SECOND, zone) < day).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test("law: what is good for n days is good at every moment of them", () => {
    fc.assert(
      fc.property(zones, moments, fc.integer({ min: 0, max: 800 }), (zone, at, days) => {
        const end = endAfterDays(at, { days, zone });
        const last = addCalendarDays(localDay(at, zone), days);
        expect(end).toBe(endOfDay(last, zone));
        // Never a minute less than promised, but where a zone skips a day, and never two days more.
        expect(end - at).toBeGreaterThan((days - 1) * 24 * HOUR);
        expect(end - at).toBeLessThan((days + 2) * 24 * HOUR + 2 * HOUR);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a change of zone", () => {
  const changes = fc.array(fc.tuple(zones, fc.integer({ min: 0, max: 40 * HOUR })), {
    minLength: 1,
    maxLength: 4,
  });

  test("law: a day counts until it is over, and until the new zone's day of the change is", () => {
    fc.assert(
      fc.property(zones, moments, changes, fc.nat(60 * HOUR), (first, start, later, wait) => {
        let zone = first;
        let [change, now] = [null as ReturnType<typeof zoneChanged> | null, start];
        // Something counted at the start, on the day that was then.
        const endsAt = endOfDay(localDay(start, first), first);
        let countsUntil = endsAt;
        for (const [to, span] of later) {
          now = instant(now + span);
          const counts = endsAt > countedSince(now, change);
          change = zoneChanged(now, { to, counted: countedSince(now, change) });
          zone = to;
          const newEnd = endOfDay(localDay(now, zone), zone);
          if (counts && newEnd > countsUntil) countsUntil = newEnd;
        }
        const at = instant(now + wait);
        const counts = endsAt > countedSince(at, change);
        if (at < endsAt) expect(counts).toBe(true);
        if (at >= countsUntil) expect(counts).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
