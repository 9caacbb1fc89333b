import { expect, test } from "vitest";
import { addDays, addSeconds, type Instant, instant } from "../kernel/clock.ts";
import { decideSession, openWindowOf, sessionEnd } from "./decide-session.ts";

const START = instant(Date.parse("2026-03-01T08:00:00Z"));
const at = (seconds: number): Instant => addSeconds(START, seconds);
const day = (days: number): Instant => addDays(START, days);

test.each([
  ["a fresh token", "current", START, START, at(1), "accept"],
  ["a token of exactly fifteen minutes", "current", START, START, at(900), "accept"],
  ["a token older than fifteen minutes", "current", START, START, at(901), "rotate"],
  ["the previous token within a minute", "previous", START, at(901), at(961), "accept"],
  ["the previous token after a minute", "previous", START, at(901), at(962), "stolen"],
  ["a token replaced twice, at once", "other", START, at(901), at(901), "stolen"],
  ["a session idle for almost 30 days", "current", START, START, addSeconds(day(30), -1), "rotate"],
  ["a session idle for 30 days", "current", START, START, day(30), "expired"],
  [
    "a session used daily, before 90 days",
    "current",
    START,
    day(89),
    addSeconds(day(90), -1),
    "rotate",
  ],
  ["a session used daily, at 90 days", "current", START, day(89), day(90), "expired"],
  ["an old token of an expired session", "other", START, START, day(30), "expired"],
] as const)("%s", (_, presented, createdAt, tokenIssuedAt, now, decision) => {
  expect(decideSession({ presented, createdAt, tokenIssuedAt }, now)).toBe(decision);
});

test("a session ends 30 days after its token was issued, and 90 days after it began at the latest", () => {
  expect(sessionEnd({ createdAt: START, tokenIssuedAt: day(1) })).toBe(day(31));
  expect(sessionEnd({ createdAt: START, tokenIssuedAt: day(80) })).toBe(day(90));
});

test.each([
  [at(299), { verifiedUntil: at(300), verifiedBy: "passkey" }],
  [at(300), { verifiedUntil: null, verifiedBy: null }],
])("at %d a window until 300 seconds is seen as %j", (now, seen) => {
  expect(openWindowOf({ verifiedUntil: at(300), verifiedBy: "passkey" }, now)).toEqual(seen);
});
