import { expect, test } from "vitest";
import { addSeconds, instant } from "../kernel/clock.ts";
import { decideThrottle } from "./decide-throttle.ts";

const START = instant(Date.parse("2026-03-01T08:00:00Z"));

test.each([
  ["no failure", null, 0, null],
  ["nine failures", 9, 0, null],
  ["ten failures", 10, 0, 900],
  ["ten failures, a while later", 10, 899.5, 1],
  ["ten failures, a quarter of an hour later", 10, 900, null],
  ["more failures than that, counted together", 25, 60, 840],
])("%s", (_, failures, secondsLater, waits) => {
  const known = failures === null ? null : { failures, windowStartedAt: START };
  expect(decideThrottle(known, addSeconds(START, secondsLater))).toBe(waits);
});
