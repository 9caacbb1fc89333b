import { describe, expect, test } from "vitest";
import { addSeconds, instant } from "../../../kernel/clock.ts";
import { decideFailure, decideLock, type Failures } from "./decide-lock.ts";

const NOW = instant(1_000_000_000);
const failed = (failures: number, more: Partial<Failures> = {}): Failures => ({
  failures,
  lastFailedAt: addSeconds(NOW, -60),
  lockedUntil: null,
  ...more,
});

describe("waiting", () => {
  test.each<[string, Failures | null, number | null]>([
    ["nothing known", null, null],
    ["nine failures", failed(9), null],
    ["locked for another hour", failed(10, { lockedUntil: addSeconds(NOW, 3600) }), 3600],
    ["a part of a second is one", failed(10, { lockedUntil: instant(NOW + 1) }), 1],
    ["the lock is over", failed(10, { lockedUntil: NOW }), null],
  ])("%s", (_, known, seconds) => {
    expect(decideLock(known, NOW)).toBe(seconds);
  });
});

describe("one more failure", () => {
  const lockedUntil = addSeconds(NOW, 3600);
  const running = addSeconds(NOW, 100);
  test.each<[string, Failures | null, number, Failures["lockedUntil"], boolean]>([
    ["the first", null, 1, null, false],
    ["the ninth", failed(8), 9, null, false],
    ["the tenth locks", failed(9), 10, lockedUntil, true],
    [
      "one during the lock changes nothing",
      failed(10, { lockedUntil: running }),
      10,
      running,
      false,
    ],
    ["the first after a lock", failed(10, { lockedUntil: NOW }), 1, null, false],
    [
      "the tenth, but nine were yesterday",
      failed(9, { lastFailedAt: addSeconds(NOW, -86_400) }),
      1,
      null,
      false,
    ],
    [
      "nine were nearly a day ago",
      failed(9, { lastFailedAt: addSeconds(NOW, -86_399) }),
      10,
      lockedUntil,
      true,
    ],
  ])("%s", (_, known, failures, until, locks) => {
    expect(decideFailure(known, NOW)).toEqual({
      failures: { failures, lastFailedAt: NOW, lockedUntil: until },
      locks,
    });
  });
});
