import { describe, expect, test } from "vitest";
import { addDays, instant } from "../kernel/clock.ts";
import { points } from "../kernel/points.ts";
import { decideStanding } from "./decide-standing.ts";
import type { Outcome, Programme } from "./programme.ts";

const start = instant(Date.UTC(2026, 2, 1));
const end = addDays(start, 30);
const now = addDays(start, 10);

const programme: Programme = {
  id: "inc_1",
  name: "First product",
  trigger: { kind: "first_product" },
  reward: { kind: "mall_points", points: 1_500 },
  budgetPoints: points(3_000n),
  grantedPoints: points(1_500n),
  startsAt: start,
  endsAt: end,
  createdAt: start,
};
const granted: Outcome = {
  id: "grn_1",
  programmeId: "inc_1",
  sellerId: "sel_1",
  status: "granted",
  because: null,
  points: points(1_500n),
  commissionFreeUntil: null,
  at: addDays(start, 2),
};
const open = { programme, milestones: {}, outcome: null, now, zone: "Asia/Shanghai" };
const listedAt = (days: number) => ({ product_listed: addDays(start, days) });

describe("where a seller stands", () => {
  const used = { ...programme, grantedPoints: points(3_000n) };
  const missed: Outcome = {
    ...granted,
    status: "missed",
    because: "budget_exhausted",
    points: points(0n),
  };
  test.each([
    ["nothing listed yet", open, "in_progress", 0],
    ["granted", { ...open, milestones: listedAt(2), outcome: granted }, "granted", 1],
    [
      "granted, whatever became of the programme since",
      { ...open, programme: used, milestones: listedAt(2), outcome: granted, now: addDays(end, 9) },
      "granted",
      1,
    ],
    [
      "reached when the budget was used up",
      { ...open, milestones: listedAt(2), outcome: missed },
      "missed",
      1,
    ],
    ["not reached, and nothing left to get", { ...open, programme: used }, "missed", 0],
    ["listed before the programme began", { ...open, milestones: listedAt(-1) }, "missed", 1],
    [
      "listed before, and the programme has yet to begin",
      { ...open, milestones: listedAt(-1), now: addDays(start, -1) },
      "missed",
      1,
    ],
    ["listed after the programme ended", { ...open, milestones: listedAt(30) }, "missed", 1],
    ["the programme ended", { ...open, now: end }, "missed", 0],
    ["the programme has yet to begin", { ...open, now: addDays(start, -1) }, "in_progress", 0],
    [
      "no limits at all",
      { ...open, programme: { ...programme, budgetPoints: null, endsAt: null } },
      "in_progress",
      0,
    ],
  ] as const)("%s", (_, facts, status, done) => {
    expect(decideStanding(facts)).toMatchObject({ status, progress: { done, of: 1 } });
  });
});

describe("the sentence", () => {
  test.each([
    [
      "what is missing",
      open,
      "List your first product to get 1,500 promotion points.",
      "上架第一件商品，即可获得 1,500 推广积分。",
    ],
    [
      "from when",
      { ...open, now: addDays(start, -1) },
      "From 2026-03-01: List your first product to get 1,500 promotion points.",
      "自 2026-03-01 起：上架第一件商品，即可获得 1,500 推广积分。",
    ],
    [
      "why it was granted",
      { ...open, milestones: listedAt(2), outcome: granted },
      "You listed your first product: 1,500 promotion points.",
      "您已上架第一件商品，获得 1,500 推广积分。",
    ],
    [
      "why it does not apply",
      { ...open, milestones: listedAt(-1) },
      "You had already done this when the programme began, so it does not apply to you.",
      "计划开始时您已达成此条件，因此不适用。",
    ],
    [
      "that it is over",
      { ...open, now: end },
      "The programme ended before you reached it.",
      "计划在您达成条件之前已结束。",
    ],
    [
      "that nothing is left",
      { ...open, programme: { ...programme, grantedPoints: points(2_000n) } },
      "The programme's budget is used up.",
      "该计划的预算已用完。",
    ],
  ])("says %s", (_, facts, en, zh) => {
    expect(decideStanding(facts).reason).toEqual({ en, "zh-CN": zh });
  });
});

test("the points are what was granted, and until then what there is to get", () => {
  const smaller = { ...granted, points: points(700n) };
  expect(decideStanding({ ...open, outcome: smaller })).toMatchObject({
    points: 700n,
    grantedAt: granted.at,
  });
  expect(decideStanding(open)).toMatchObject({ points: 1_500n, grantedAt: null });
  expect(decideStanding({ ...open, now: end })).toMatchObject({ points: 0n, grantedAt: null });
});
