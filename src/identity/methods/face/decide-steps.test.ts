import { expect, test } from "vitest";
import { decideSteps, STEP_ORDERS } from "./decide-steps.ts";

const all = Array.from({ length: STEP_ORDERS }, (_, draw) => decideSteps(draw));

test("every draw is another order of three different steps", () => {
  expect(STEP_ORDERS).toBe(24);
  expect(new Set(all.map((steps) => steps.join())).size).toBe(24);
  for (const steps of all) expect(new Set(steps).size).toBe(3);
});

test("no order is without a turn of the head", () => {
  const withTurn = all.filter((steps) => steps.some((step) => step.startsWith("turn_")));
  expect(withTurn).toHaveLength(24);
});

test("each step is as likely as the others in each place", () => {
  for (const place of [0, 1, 2]) {
    for (const step of ["turn_left", "turn_right", "nod", "blink"]) {
      expect(all.filter((steps) => steps[place] === step)).toHaveLength(6);
    }
  }
});

test.each([-1, 24, 0.5, Number.NaN])("a draw of %s is a bug", (draw) => {
  expect(() => decideSteps(draw)).toThrow("whole number");
});
