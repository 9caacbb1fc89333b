import { invariant } from "../../../kernel/invariant.ts";
import type { Step } from "./contract.ts";

const STEPS: readonly Step[] = ["turn_left", "turn_right", "nod", "blink"];

/**
 * Three different steps in every order, 24 in all. Different, so that at least one is a turn of the
 * head: a flat picture can be tilted to seem to nod, but it has no depth to turn.
 */
const ORDERS: readonly (readonly Step[])[] = STEPS.flatMap((first) =>
  without(first).flatMap((second) =>
    without(first, second).map((third): readonly Step[] => [first, second, third]),
  ),
);

function without(...taken: readonly Step[]): Step[] {
  return STEPS.filter((step) => !taken.includes(step));
}

export const STEP_ORDERS = ORDERS.length;

/** The steps of a challenge; `draw` is a random whole number from 0 to below `STEP_ORDERS`. */
export function decideSteps(draw: number): readonly Step[] {
  const steps = ORDERS[draw];
  invariant(steps, `a draw is a whole number below ${STEP_ORDERS}, not ${draw}`);
  return steps;
}
