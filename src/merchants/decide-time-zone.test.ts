import { describe, expect, test } from "vitest";
import { type Instant, instant, toRfc3339 } from "../kernel/clock.ts";
import {
  changeMallZone,
  changeShopZone,
  type MallZone,
  type ShopZone,
  shopCountsSince,
  timeZoneOf,
} from "./decide-time-zone.ts";

const at = (text: string): Instant => instant(Date.parse(text));
const MALL: MallZone = { timeZone: "Asia/Shanghai", timeZoneChange: null };
const LIKE_THE_MALL: ShopZone = { timeZone: null, timeZoneChange: null };
/** Ten in the evening in Shanghai, ten in the morning in New York. */
const TEN = at("2026-03-20T14:00:00.000Z");
const since = (now: string, shop: ShopZone, mall = MALL) =>
  toRfc3339(shopCountsSince(at(now), shop, mall));

test("a shop counts by its own zone, or else by the mall's", () => {
  expect(timeZoneOf(LIKE_THE_MALL, MALL)).toBe("Asia/Shanghai");
  expect(timeZoneOf({ timeZone: "Asia/Kathmandu" }, MALL)).toBe("Asia/Kathmandu");
});

describe("after a change of zone", () => {
  const moved = changeShopZone(LIKE_THE_MALL, { to: "America/New_York", mall: MALL, at: TEN });

  test("days not over at the change count until the new zone's day of it is over", () => {
    expect(moved.timeZone).toBe("America/New_York");
    expect(since("2026-03-20T14:00:00.001Z", moved)).toBe("2026-03-20T14:00:00.000Z");
    expect(since("2026-03-21T03:59:59.999Z", moved)).toBe("2026-03-20T14:00:00.000Z");
    expect(since("2026-03-21T04:00:00.000Z", moved)).toBe("2026-03-21T04:00:00.000Z");
  });

  test("a second one keeps open what the first one left open", () => {
    const later = at("2026-03-20T15:00:00.000Z");
    const again = changeShopZone(moved, { to: "Asia/Kathmandu", mall: MALL, at: later });
    expect(since("2026-03-20T18:00:00.000Z", again)).toBe("2026-03-20T14:00:00.000Z");
    expect(since("2026-03-20T18:15:00.000Z", again)).toBe("2026-03-20T18:15:00.000Z");
  });

  test("to the zone it has nothing changes", () => {
    expect(changeShopZone(moved, { to: "America/New_York", mall: MALL, at: TEN })).toEqual(moved);
    expect(changeMallZone(MALL, { to: "Asia/Shanghai", at: TEN })).toEqual(MALL);
  });
});

describe("when the mall changes its zone", () => {
  const mall = changeMallZone(MALL, { to: "America/New_York", at: TEN });

  test("shops without one of their own go with it", () => {
    expect(timeZoneOf(LIKE_THE_MALL, mall)).toBe("America/New_York");
    expect(since("2026-03-20T20:00:00.000Z", LIKE_THE_MALL, mall)).toBe("2026-03-20T14:00:00.000Z");
  });

  test("others stay as they are", () => {
    const own = { timeZone: "Asia/Tokyo", timeZoneChange: null };
    expect(since("2026-03-20T20:00:00.000Z", own, mall)).toBe("2026-03-20T20:00:00.000Z");
  });

  test("what it left open goes along with a shop that gets a zone of its own", () => {
    const own = changeShopZone(LIKE_THE_MALL, {
      to: "Asia/Tokyo",
      mall,
      at: at("2026-03-20T14:30:00.000Z"),
    });
    expect(since("2026-03-20T14:45:00.000Z", own, mall)).toBe("2026-03-20T14:00:00.000Z");
    expect(since("2026-03-20T15:00:00.000Z", own, mall)).toBe("2026-03-20T15:00:00.000Z");
  });
});
