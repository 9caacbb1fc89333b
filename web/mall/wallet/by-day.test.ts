import { expect, test } from "vitest";
import { byDay } from "./by-day.ts";

// Written with local times: which day a moment falls on is the reader's matter.
const local = (day: number, hour: number) => new Date(2026, 2, day, hour).toISOString();

test("points that become available on one day are one line", () => {
  const lots = [
    { points: 3, at: local(1, 0) },
    { points: 4, at: local(1, 23) },
    { points: 5, at: local(2, 0) },
  ];
  expect(byDay(lots)).toEqual([
    { points: 7, at: local(1, 0) },
    { points: 5, at: local(2, 0) },
  ]);
});

test("nothing waiting is no line", () => {
  expect(byDay([])).toEqual([]);
});
