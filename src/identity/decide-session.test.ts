import { expect, test } from "vitest";
import { addDays, addSeconds, type Instant, instant } from "../kernel/clock.ts";
import {
  decideSession,
  openWindowOf,
  type SessionTokens,
  sessionEnd,
  whichToken,
  withConfirmed,
  withOffer,
} from "./decide-session.ts";

const START = instant(Date.parse("2026-03-01T08:00:00Z"));
const at = (seconds: number): Instant => addSeconds(START, seconds);
const day = (days: number): Instant => addDays(START, days);

test.each([
  ["a fresh token", "current", START, null, at(1), "accept"],
  ["a token of exactly fifteen minutes", "current", START, null, at(900), "accept"],
  ["a token older than fifteen minutes", "current", START, null, at(901), "offer"],
  ["the same, a minute after the offer", "current", START, at(901), at(961), "accept"],
  ["the same later: the answer was lost", "current", START, at(901), at(962), "offer"],
  ["the same after a month of lost answers", "current", START, day(29), day(58), "offer"],
  ["a token that was offered", "newer", START, at(901), at(902), "confirm"],
  ["a token that was offered three weeks ago", "newer", START, at(901), day(21), "confirm"],
  ["an older token within a minute", "older", at(901), at(800), at(961), "accept"],
  ["an older token after a minute", "older", at(901), at(800), at(962), "stolen"],
  ["a token that is no longer known", "other", at(901), at(800), at(901), "stolen"],
  ["a session idle for almost 30 days", "current", START, null, addSeconds(day(30), -1), "offer"],
  ["a session idle for 30 days", "current", START, null, day(30), "expired"],
  ["a session idle for 30 days after an offer", "newer", START, day(1), day(31), "expired"],
  ["an old token of an expired session", "other", START, null, day(30), "expired"],
] as const)("%s", (_, presented, tokenIssuedAt, offeredAt, now, decision) => {
  const facts = { presented, createdAt: START, tokenIssuedAt, offeredAt, hasOldName: false };
  expect(decideSession(facts, now)).toBe(decision);
});

test("a session ends after 90 days, however much it is used", () => {
  const facts = {
    createdAt: START,
    tokenIssuedAt: day(89),
    offeredAt: null,
    presented: "current",
    hasOldName: false,
  } as const;
  expect(decideSession(facts, addSeconds(day(90), -1))).toBe("offer");
  expect(decideSession(facts, day(90))).toBe("expired");
});

test("a cookie with its old name gets the new one at once, and again only after a minute", () => {
  const facts = {
    createdAt: START,
    tokenIssuedAt: START,
    presented: "current",
    hasOldName: true,
  } as const;
  expect(decideSession({ ...facts, offeredAt: null }, at(1))).toBe("offer");
  expect(decideSession({ ...facts, offeredAt: at(1) }, at(2))).toBe("accept");
  expect(decideSession({ ...facts, offeredAt: at(1) }, at(62))).toBe("offer");
});

test.each([
  [day(1), null, day(31)],
  [day(1), day(2), day(32)],
  [day(2), day(1), day(32)],
  [day(80), null, day(90)],
])("a session used at %d and offered a token at %j ends at %d", (tokenIssuedAt, offeredAt, end) => {
  expect(sessionEnd({ createdAt: START, tokenIssuedAt, offeredAt })).toBe(end);
});

const FRESH: SessionTokens = {
  current: "a",
  newer: [],
  older: [],
  tokenIssuedAt: START,
  offeredAt: null,
};

test("several lost answers leave every offer open; the one that arrives makes all before it old", () => {
  let tokens = FRESH;
  for (const [index, offered] of ["b", "c", "d"].entries()) {
    tokens = withOffer(tokens, offered, at(901 + index * 61));
  }
  expect(tokens.newer).toEqual(["b", "c", "d"]);
  const confirmed = withConfirmed(tokens, "c", at(1100));
  expect(confirmed).toMatchObject({ current: "c", older: ["a", "b"], newer: ["d"] });
  expect(["a", "b", "c", "d", "e"].map((token) => whichToken(confirmed, token))).toEqual([
    "older",
    "older",
    "current",
    "newer",
    "other",
  ]);
});

test("an offer that the browser passed over is dropped when it is offered another", () => {
  const tokens = withOffer(withOffer(FRESH, "b", at(901)), "c", at(962));
  const confirmed = withConfirmed(tokens, "b", at(963));
  expect(withOffer(confirmed, "d", at(2000)).newer).toEqual(["d"]);
});

test("tokens within the grace stay known through a second replacement, later ones do not", () => {
  const offered = withOffer(withOffer(FRESH, "b", at(901)), "c", at(962));
  const first = withConfirmed(offered, "b", at(963));
  expect(withConfirmed(first, "c", at(1000)).older).toEqual(["a", "b"]);
  expect(withConfirmed(first, "c", at(1100)).older).toEqual(["b"]);
});

test("neither offers nor older tokens pile up", () => {
  let tokens = FRESH;
  for (let count = 0; count < 100; count += 1) {
    tokens = withOffer(tokens, `offer ${count}`, at(901 + count * 61));
  }
  expect(tokens.newer).toHaveLength(8);
  expect(tokens.newer.at(-1)).toBe("offer 99");
});

test.each([
  [at(299), { verifiedUntil: at(300), verifiedBy: "passkey" }],
  [at(300), { verifiedUntil: null, verifiedBy: null }],
])("at %d a window until 300 seconds is seen as %j", (now, seen) => {
  expect(openWindowOf({ verifiedUntil: at(300), verifiedBy: "passkey" }, now)).toEqual(seen);
});
