import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  addSeconds,
  dayOf,
  fromRfc3339,
  instant,
  manualClock,
  toRfc3339,
} from "./clock.ts";

const FIRST = "0001-01-01T00:00:00.000Z";
const LAST = "9999-12-31T23:59:59.999Z";
const DAY_MILLISECONDS = 86_400_000;

const moments = fc.integer({ min: Date.parse(FIRST), max: Date.parse(LAST) }).map(instant);
/** Far enough from both ends that some centuries can be added. */
const ordinary = fc
  .integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2500, 0, 1) })
  .map((milliseconds) => instant(milliseconds));
const spans = fc.integer({ min: -100_000, max: 100_000 });

describe("a moment", () => {
  test("law: written down and read back is the same", () => {
    fc.assert(
      fc.property(moments, (at) => {
        expect(fromRfc3339(toRfc3339(at))).toBe(at);
      }),
    );
  });

  test("law: is the same in every time zone", () => {
    const pad = (part: number) => String(part).padStart(2, "0");
    const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(ordinary, offsets, (at, minutes) => {
        const there = toRfc3339(addSeconds(at, minutes * 60)).slice(0, -1);
        const size = Math.abs(minutes);
        const zone = `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
        expect(fromRfc3339(`${there}${zone}`)).toBe(at);
      }),
    );
  });

  test("law: texts sort as the moments do", () => {
    fc.assert(
      fc.property(moments, moments, (left, right) => {
        expect(toRfc3339(left) < toRfc3339(right)).toBe(left < right);
      }),
    );
  });

  test.each([FIRST, LAST])("%s can still be written", (text) => {
    expect(fromRfc3339(text)).toBe(Date.parse(text));
  });
});

describe("adding", () => {
  test("law: seconds and days there and back change nothing", () => {
    fc.assert(
      fc.property(ordinary, spans, (at, span) => {
        expect(addSeconds(addSeconds(at, span), -span)).toBe(at);
        expect(addDays(addDays(at, span), -span)).toBe(at);
      }),
    );
  });

  test("law: days are days of the calendar of UTC, which has no others", () => {
    fc.assert(
      fc.property(ordinary, spans, (at, days) => {
        const then = new Date(at);
        then.setUTCDate(then.getUTCDate() + days);
        expect(addDays(at, days)).toBe(then.getTime());
        expect(addDays(at, days)).toBe(addSeconds(at, days * 86_400));
      }),
    );
  });

  test("a minute is sixty thousand milliseconds", () => {
    expect(addSeconds(instant(5), 60)).toBe(60_005);
  });
});

describe("a day", () => {
  test("law: holds its moments from midnight to midnight, and no other", () => {
    fc.assert(
      fc.property(moments, (at) => {
        const day = dayOf(at);
        const midnight = Date.parse(`${day}T00:00:00.000Z`);
        expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(midnight <= at && at < midnight + DAY_MILLISECONDS).toBe(true);
      }),
    );
  });

  test("law: days sort as their moments do", () => {
    fc.assert(
      fc.property(moments, moments, (left, right) => {
        fc.pre(left <= right);
        expect(dayOf(left) <= dayOf(right)).toBe(true);
      }),
    );
  });
});

test("law: a clock moved by hand stands at the sum of its moves", () => {
  fc.assert(
    fc.property(ordinary, fc.array(spans), (start, moves) => {
      const clock = manualClock(start);
      for (const seconds of moves) clock.advanceSeconds(seconds);
      const moved = moves.reduce((total, seconds) => total + seconds, 0);
      expect(clock.now()).toBe(addSeconds(start, moved));
    }),
  );
});
