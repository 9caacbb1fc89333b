import { describe, expect, test } from "vitest";
import { FRAMES_MAXIMUM, STEPS } from "../../src/identity/methods/face/contract.ts";
import { type Action, cueAt, framesMaximum, isFrameDue, planOf } from "./plan.ts";

const ACTIONS: Action[] = ["turn_right", "blink", "nod"];
const plan = planOf(ACTIONS);

/** When pictures are taken by a clock that is looked at every so many milliseconds. */
function taken(every: number): number[] {
  const times: number[] = [];
  for (let elapsed = 0; elapsed < plan.lasts + 1_000; elapsed += every) {
    if (isFrameDue(plan, { elapsed, last: times.at(-1) ?? null })) times.push(elapsed);
  }
  return times;
}

describe("the plan of a challenge", () => {
  test("asks to look straight before, between and after the actions", () => {
    expect(plan.steps.map(({ ask }) => ask)).toEqual([
      "look_straight",
      "turn_right",
      "look_straight",
      "blink",
      "look_straight",
      "nod",
      "look_straight",
    ]);
  });

  test("leaves half of a challenge's thirty seconds for sending", () => {
    expect(plan.lasts).toBeLessThanOrEqual(15_000);
  });

  test("has no gap between its steps", () => {
    for (const [index, step] of plan.steps.entries()) {
      expect(step.startsAt).toBe(plan.steps[index - 1]?.endsAt ?? 0);
    }
    expect(plan.steps.at(-1)?.endsAt).toBe(plan.lasts);
  });
});

describe("pictures", () => {
  test("of any three actions are no more than the server takes", () => {
    for (const action of STEPS) {
      expect(framesMaximum(planOf([action, action, action]))).toBeLessThanOrEqual(FRAMES_MAXIMUM);
    }
  });

  test.each([
    ["a fast clock", 10],
    ["the usual clock", 50],
    ["a clock that stutters", 130],
    ["a device that barely keeps up", 900],
  ])("by %s are at least one in every step, and never more than the maximum", (_, every) => {
    const times = taken(every);
    expect(times.length).toBeLessThanOrEqual(framesMaximum(plan));
    for (const { startsAt, endsAt } of plan.steps) {
      expect(times.some((at) => at >= startsAt && at < endsAt)).toBe(true);
    }
  });

  test("are at least two of every frontal moment", () => {
    const times = taken(50);
    const counts = plan.steps
      .filter(({ ask }) => ask === "look_straight")
      .map(({ startsAt, endsAt }) => times.filter((at) => at >= startsAt && at < endsAt).length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
  });

  test("end with the plan", () => {
    expect(isFrameDue(plan, { elapsed: plan.lasts, last: null })).toBe(false);
    expect(isFrameDue(plan, { elapsed: -1, last: null })).toBe(false);
  });
});

describe("what to say", () => {
  test.each([
    [0, "look_straight", 0, 13],
    [1_349, "look_straight", 0, 12],
    [1_350, "turn_right", 1, 12],
    [3_960, "look_straight", 0, 9],
    [5_310, "blink", 2, 8],
    [8_640, "nod", 3, 4],
    [12_599, "look_straight", 0, 1],
  ])("after %i ms: %s, action %i, %i seconds left", (elapsed, ask, action, secondsLeft) => {
    expect(cueAt(plan, elapsed)).toMatchObject({ ask, action, secondsLeft });
  });

  test("is nothing once it is over", () => {
    expect(cueAt(plan, plan.lasts)).toBeNull();
  });

  test("progress grows from nothing to the whole", () => {
    expect(cueAt(plan, 0)?.progress).toBe(0);
    expect(cueAt(plan, plan.lasts / 2)?.progress).toBe(0.5);
  });
});
