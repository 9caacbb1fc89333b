import { expect, test } from "vitest";
import { addSeconds, type Instant, instant } from "../../kernel/clock.ts";
import { networkOf } from "./decide-network.ts";
import {
  BUDGETS,
  decideWait,
  type Failures,
  type ThrottleKind,
  withFailure,
} from "./decide-throttle.ts";

const START = instant(Date.parse("2026-03-01T08:00:00Z"));

/** The count after so many failures at once. */
function afterFailures(count: number, kind: ThrottleKind, now: Instant = START): Failures | null {
  let known: Failures | null = null;
  for (let failure = 0; failure < count; failure += 1) known = withFailure(known, kind, now);
  return known;
}

test.each([
  ["no failure", "loginAtAddress", 0, 0, null],
  ["nine failures", "loginAtAddress", 9, 0, null],
  ["ten failures", "loginAtAddress", 10, 0, 60],
  ["ten failures, almost a minute later", "loginAtAddress", 10, 59.5, 1],
  ["ten failures, a minute later", "loginAtAddress", 10, 60, null],
  ["eleven failures", "loginAtAddress", 11, 0, 120],
  ["fifteen failures", "loginAtAddress", 15, 0, 1920],
  ["sixteen failures", "loginAtAddress", 16, 0, 3600],
  ["a thousand failures", "loginAtAddress", 1000, 0, 3600],
  ["a login from everywhere, 49 failures", "login", 49, 0, null],
  ["a login from everywhere, 50 failures", "login", 50, 0, 60],
  ["an address, 299 failures", "address", 299, 0, null],
  ["an address, 300 failures", "address", 300, 0, 60],
  ["an address, 302 failures", "address", 302, 0, 240],
] as const)("%s", (_, kind, failures, secondsLater, waits) => {
  expect(decideWait(afterFailures(failures, kind), addSeconds(START, secondsLater))).toBe(waits);
});

test("a guesser who waits each time as long as asked has to wait ever longer, up to an hour", () => {
  let known = afterFailures(10, "loginAtAddress");
  let now = START;
  const waits: number[] = [];
  for (let guess = 0; guess < 9; guess += 1) {
    const seconds = decideWait(known, now) ?? 0;
    waits.push(seconds / 60);
    now = addSeconds(now, seconds);
    known = withFailure(known, "loginAtAddress", now);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 32, 60, 60]);
});

test.each(Object.keys(BUDGETS) as ThrottleKind[])(
  "a count of %s is forgotten in the end",
  (kind) => {
    const { free, forgetsEverySeconds } = BUDGETS[kind];
    const known = afterFailures(10_000, kind);
    const drained = addSeconds(START, (free + 7) * forgetsEverySeconds);
    expect(known?.drainsAt).toBe(drained);
    expect(decideWait(withFailure(known, kind, drained), drained)).toBeNull();
  },
);

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002:ffff::", "2001:db8:1:2::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("%s is counted as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
