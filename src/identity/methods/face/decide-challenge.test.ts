import { expect, test } from "vitest";
import { instant } from "../../../kernel/clock.ts";
import { decideChallenge } from "./decide-challenge.ts";

const taken = {
  id: "fch_1",
  steps: ["nod", "blink", "turn_left"] as const,
  createdAt: instant(0),
  expiresAt: instant(30_000),
};
test.each([
  ["unknown", null, 1_000, "challenge_expired"],
  ["open", { ...taken, wasOpen: true }, 29_999, "ok"],
  ["over", { ...taken, wasOpen: true }, 30_000, "challenge_expired"],
  ["answered before", { ...taken, wasOpen: false }, 1_000, "challenge_used"],
  ["answered before and over", { ...taken, wasOpen: false }, 30_000, "challenge_expired"],
])("%s", (_, challenge, at, expected) => {
  const decision = decideChallenge(challenge, instant(at));
  expect(decision.ok ? "ok" : decision.refusal.code).toBe(expected);
});
