import { describe, expect, test } from "vitest";
import {
  formatDate,
  formatDateTime,
  formatLastDay,
  formatMoney,
  formatNumber,
  formatRelative,
  formatSigned,
} from "./format.ts";
import { localeFromLanguages } from "./index.ts";
import { fillMessage } from "./message.ts";

describe("messages", () => {
  test.each([
    ["取 {taken} 给 {given}", { taken: 234, given: 7 }, "zh-CN", "取 234 给 7"],
    ["{points} {points|point|points}", { points: 1 }, "en", "1 point"],
    ["{points} {points|point|points}", { points: 0 }, "en", "0 points"],
    ["{points} {points|point|points}", { points: 12480 }, "en", "12,480 points"],
    ["Take {points} of {shop}", { points: 1000, shop: "{points}" }, "en", "Take 1,000 of {points}"],
    ["{missing} stays", {}, "en", "{missing} stays"],
  ] as const)("%s with %o in %s reads %s", (text, values, locale, filled) => {
    expect(fillMessage(text, values, locale)).toBe(filled);
  });

  test("a name written from right to left is isolated, and no other text is changed", () => {
    const filled = fillMessage("{name} (5)", { name: "שלום" }, "en");
    expect(filled).toBe("\u2068שלום\u2069 (5)");
    expect(fillMessage("{name} (5)", { name: "王丽 Li" }, "en")).toBe("王丽 Li (5)");
  });
});

describe("days", () => {
  test.each([
    ["2026-03-02T16:00:00.000Z", "Asia/Shanghai", "Mar 2, 2026"],
    ["2026-03-02T16:00:00.001Z", "Asia/Shanghai", "Mar 3, 2026"],
    ["2026-03-09T04:00:00.000Z", "America/New_York", "Mar 8, 2026"],
    ["2026-01-01T18:15:00.000Z", "Asia/Kathmandu", "Jan 1, 2026"],
  ])("what ends at %s in %s is good through %s", (end, zone, day) => {
    expect(formatLastDay(end, "en", zone)).toBe(day);
  });

  test("a moment is on the day of the zone, a day is that day wherever it is read", () => {
    expect(formatDate("2026-03-01T20:00:00.000Z", "en", "Asia/Shanghai")).toBe("Mar 2, 2026");
    expect(formatDateTime("2026-03-01T20:00:00.000Z", "en", "Asia/Kathmandu")).toContain("01:45");
    expect(formatDate("2026-03-01", "en", "America/New_York")).toBe("Mar 1, 2026");
  });
});

describe("numbers", () => {
  test("points are grouped and signed", () => {
    expect(formatNumber(9_007_199_254_740_991, "en")).toBe("9,007,199,254,740,991");
    expect(formatSigned(-234, "en")).toBe("-234");
    expect(formatSigned(7, "zh-CN")).toBe("+7");
    expect(formatSigned(0, "zh-CN")).toBe("0");
  });

  test.each([
    [0, "¥0.00"],
    [5, "¥0.05"],
    [41_250, "¥412.50"],
    [-300, "-¥3.00"],
    [123_456_789, "¥1,234,567.89"],
  ])("%i fen read %s in both languages", (fen, text) => {
    expect(formatMoney(fen, "zh-CN")).toBe(text);
    expect(formatMoney(fen, "en")).toBe(text);
  });
});

describe("times and languages", () => {
  const now = Date.parse("2026-03-01T12:00:00.000Z");
  test.each([
    ["2026-03-01T11:59:30.000Z", "30 seconds ago"],
    ["2026-03-01T09:00:00.000Z", "3 hours ago"],
    ["2026-03-03T12:00:00.000Z", "in 2 days"],
  ])("%s is %s", (at, text) => {
    expect(formatRelative(at, now, "en")).toBe(text);
  });

  test.each([
    [["zh-TW", "en"], "zh-CN"],
    [["zh-CN"], "zh-CN"],
    [["de-DE", "zh-CN"], "en"],
    [[], "zh-CN"],
  ] as const)("a browser that prefers %o starts in %s", (languages, locale) => {
    expect(localeFromLanguages(languages)).toBe(locale);
  });
});
