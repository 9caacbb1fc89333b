import { expect, test } from "vitest";
import { addDays, instant } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import { decideOutcome } from "./decide-outcome.ts";
import type { Programme } from "./programme.ts";

const at = instant(Date.UTC(2026, 2, 1));
const milestones = { seller_approved: at };
const programme: Programme = {
  id: "inc_1",
  name: "Welcome",
  trigger: { kind: "approved" },
  reward: { kind: "mall_points", points: 500 },
  budgetPoints: null,
  grantedPoints: points(0n),
  startsAt: at,
  endsAt: null,
  createdAt: at,
};
const granted = {
  status: "granted",
  because: null,
  points: points(500n),
  commissionFreeUntil: null,
};
const missed = {
  status: "missed",
  because: "budget_exhausted",
  points: points(0n),
  commissionFreeUntil: null,
};

test.each<[string, Points | null, Points, object]>([
  ["without a budget", null, points(10n ** 12n), granted],
  ["with a budget that is just enough", points(1_500n), points(1_000n), granted],
  ["with one point too few: not in part", points(1_499n), points(1_000n), missed],
  ["with a budget smaller than one reward", points(499n), points(0n), missed],
])("points %s", (_, budgetPoints, grantedPoints, expected) => {
  const facts = { ...programme, budgetPoints, grantedPoints };
  expect(decideOutcome(facts, { milestones, at })).toEqual(expected);
});

test("commission-free days begin when they are granted and take nothing of a budget", () => {
  const facts: Programme = {
    ...programme,
    reward: { kind: "commission_free", days: 30 },
    budgetPoints: points(0n),
  };
  const later = addDays(at, 3);
  expect(decideOutcome(facts, { milestones, at: later })).toEqual({
    status: "granted",
    because: null,
    points: points(0n),
    commissionFreeUntil: addDays(at, 33),
  });
});

test("nothing is decided before the trigger is reached", () => {
  const facts: Programme = { ...programme, trigger: { kind: "first_product" } };
  expect(decideOutcome(facts, { milestones, at })).toBeNull();
});
