import { expect, test } from "vitest";
import { fromRfc3339, instant, systemClock, toRfc3339 } from "./clock.ts";

test("a moment is written in UTC with milliseconds and read back", () => {
  const at = instant(1_790_000_000_123);
  expect(toRfc3339(at)).toBe("2026-09-21T14:13:20.123Z");
  expect(fromRfc3339("2026-09-21T22:13:20.123+08:00")).toBe(at);
});

test.each([
  ["no moment at all", "noon"],
  ["a leap second, which the clock does not have", "2016-12-31T23:59:60Z"],
  ["a year that UTC writes with five digits", "9999-12-31T23:59:59-14:00"],
  ["a year before the first", "0001-01-01T00:00:00+14:00"],
])("%s is null", (_, text) => {
  expect(fromRfc3339(text)).toBeNull();
});

test("the system's clock is the machine's", () => {
  const before = Date.now();
  const now = systemClock.now();
  expect(before <= now && now <= Date.now()).toBe(true);
});
