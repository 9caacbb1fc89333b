import { describe, expect, test } from "vitest";
import { instant, toRfc3339 } from "./clock.ts";
import {
  addCalendarDays,
  canonicalTimeZone,
  endAfterDays,
  endOfDay,
  lastDayBefore,
  localDay,
  startOfDay,
} from "./local-day.ts";

const at = (text: string) => instant(Date.parse(text));

describe("the local day of a moment", () => {
  test.each([
    ["Asia/Shanghai", "2026-03-01T15:59:59.999Z", "2026-03-01"],
    ["Asia/Shanghai", "2026-03-01T16:00:00.000Z", "2026-03-02"],
    ["Asia/Shanghai", "2025-12-31T16:00:00.000Z", "2026-01-01"],
    ["Asia/Shanghai", "2028-02-28T16:00:00.000Z", "2028-02-29"],
    ["America/New_York", "2026-03-08T04:59:59.999Z", "2026-03-07"],
    ["America/New_York", "2026-03-09T03:59:59.999Z", "2026-03-08"],
    ["America/New_York", "2026-03-09T04:00:00.000Z", "2026-03-09"],
    ["America/New_York", "2026-11-02T04:59:59.999Z", "2026-11-01"],
    ["Asia/Kathmandu", "2026-01-31T18:14:59.999Z", "2026-01-31"],
    ["Asia/Kathmandu", "2026-01-31T18:15:00.000Z", "2026-02-01"],
    ["Pacific/Apia", "2011-12-30T09:59:59.999Z", "2011-12-29"],
    ["Pacific/Apia", "2011-12-30T10:00:00.000Z", "2011-12-31"],
    ["Pacific/Kiritimati", "2026-06-30T10:00:00.000Z", "2026-07-01"],
    ["Etc/GMT+12", "2026-07-01T11:59:59.999Z", "2026-06-30"],
    ["UTC", "2026-07-01T00:00:00.000Z", "2026-07-01"],
    ["Asia/Shanghai", "0001-01-01T00:00:00.000Z", "0001-01-01"],
  ])("in %s at %s is %s", (zone, moment, day) => {
    expect(localDay(at(moment), zone)).toBe(day);
  });
});

describe("a local day begins", () => {
  test.each([
    ["at midnight", "Asia/Shanghai", "2026-03-02", "2026-03-01T16:00:00.000Z"],
    [
      "at midnight before clocks go forward",
      "America/New_York",
      "2026-03-08",
      "2026-03-08T05:00:00.000Z",
    ],
    ["an hour sooner after that", "America/New_York", "2026-03-09", "2026-03-09T04:00:00.000Z"],
    [
      "at midnight before clocks go back",
      "America/New_York",
      "2026-11-01",
      "2026-11-01T04:00:00.000Z",
    ],
    ["an hour later after that", "America/New_York", "2026-11-02", "2026-11-02T05:00:00.000Z"],
    ["at a quarter past in UTC", "Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00.000Z"],
    ["half an hour off", "Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30:00.000Z"],
    [
      "half an hour sooner after that",
      "Australia/Lord_Howe",
      "2026-10-05",
      "2026-10-04T13:00:00.000Z",
    ],
    [
      "at one where midnight does not exist",
      "America/Sao_Paulo",
      "2018-11-04",
      "2018-11-04T03:00:00.000Z",
    ],
    [
      "at one where midnight does not exist",
      "Africa/Cairo",
      "2023-04-28",
      "2023-04-27T22:00:00.000Z",
    ],
    [
      "at one where midnight does not exist",
      "Asia/Beirut",
      "2026-03-29",
      "2026-03-28T22:00:00.000Z",
    ],
    [
      "at the second of two midnights",
      "America/Sao_Paulo",
      "2018-02-18",
      "2018-02-18T03:00:00.000Z",
    ],
    ["at the second of two midnights", "Africa/Cairo", "2023-10-27", "2023-10-26T22:00:00.000Z"],
    ["at the second of two midnights", "Asia/Beirut", "2026-10-25", "2026-10-24T22:00:00.000Z"],
    [
      "at the second midnight, a minute past the first",
      "America/St_Johns",
      "2007-11-04",
      "2007-11-04T03:30:00.000Z",
    ],
    [
      "with the next where the zone skipped it",
      "Pacific/Apia",
      "2011-12-30",
      "2011-12-30T10:00:00.000Z",
    ],
    ["after the one that was skipped", "Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00.000Z"],
    ["on a leap day", "Asia/Shanghai", "2028-02-29", "2028-02-28T16:00:00.000Z"],
  ])("%s: %s %s", (_, zone, day, start) => {
    expect(toRfc3339(startOfDay(day, zone))).toBe(start);
  });

  test("of 23, 24, 24½ and 25 hours and of none", () => {
    const hours = (day: string, zone: string) =>
      (endOfDay(day, zone) - startOfDay(day, zone)) / 3_600_000;
    expect(hours("2026-03-08", "America/New_York")).toBe(23);
    expect(hours("2026-11-01", "America/New_York")).toBe(25);
    expect(hours("2026-04-05", "Australia/Lord_Howe")).toBe(24.5);
    expect(hours("2011-12-30", "Pacific/Apia")).toBe(0);
    expect(hours("2026-11-01", "Asia/Shanghai")).toBe(24);
  });
});

describe("what is good for some days", () => {
  test.each([
    [1, "Asia/Shanghai", "2026-03-01T15:59:59.999Z", "2026-03-02T16:00:00.000Z"],
    [1, "Asia/Shanghai", "2026-03-01T16:00:00.000Z", "2026-03-03T16:00:00.000Z"],
    [365, "Asia/Shanghai", "2027-03-01T00:30:00.000Z", "2028-02-29T16:00:00.000Z"],
    [1, "America/New_York", "2026-03-07T20:00:00.000Z", "2026-03-09T04:00:00.000Z"],
    [1, "America/New_York", "2026-10-31T20:00:00.000Z", "2026-11-02T05:00:00.000Z"],
    [1, "Asia/Kathmandu", "2025-12-31T18:00:00.000Z", "2026-01-01T18:15:00.000Z"],
    [0, "Asia/Shanghai", "2026-03-01T10:00:00.000Z", "2026-03-01T16:00:00.000Z"],
  ])("ends at the midnight after the last: %d in %s from %s", (days, zone, from, end) => {
    expect(toRfc3339(endAfterDays(at(from), { days, zone }))).toBe(end);
    expect(toRfc3339(endAfterDays(at(from), { days, zone }))).toBe(end);
  });

  test("is good on the day before its end", () => {
    expect(lastDayBefore(at("2026-11-02T05:00:00.000Z"), "America/New_York")).toBe("2026-11-01");
    expect(lastDayBefore(at("2026-11-02T05:00:00.001Z"), "America/New_York")).toBe("2026-11-02");
  });
});

test.each([
  ["2028-02-28", 1, "2028-02-29"],
  ["2027-02-28", 1, "2027-03-01"],
  ["2026-12-31", 1, "2027-01-01"],
  ["2026-03-01", -1, "2026-02-28"],
  ["2024-02-29", 365, "2025-02-28"],
])("%s and %d days is %s", (day, days, expected) => {
  expect(addCalendarDays(day, days)).toBe(expected);
});

describe("the name of a time zone", () => {
  test.each([
    ["Asia/Shanghai", "Asia/Shanghai"],
    ["asia/shanghai", "Asia/Shanghai"],
    ["Asia/Kathmandu", "Asia/Kathmandu"],
    ["ASIA/KOLKATA", "Asia/Kolkata"],
    ["Asia/Katmandu", "Asia/Katmandu"],
    ["America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
    ["Etc/GMT+8", "Etc/GMT+8"],
    ["utc", "UTC"],
    [" Asia/Shanghai\u200b ", "Asia/Shanghai"],
  ])("%s is kept as %s", (name, kept) => {
    expect(canonicalTimeZone(name)).toBe(kept);
  });

  test.each([
    "",
    " ",
    "Mars/Phobos",
    "+08:00",
    "GMT+8",
    "8",
    "Beijing",
    "constructor",
    "a".repeat(5000),
  ])("%j is none", (name) => {
    expect(canonicalTimeZone(name)).toBeNull();
  });
});
