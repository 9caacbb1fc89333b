/** What a challenge may ask for, as the server names it. */
export type Action = "turn_left" | "turn_right" | "nod" | "blink";

/** What the person does during a step: an action, or looking straight before, between and after. */
export type Ask = Action | "look_straight";

export type Step = {
  readonly ask: Ask;
  /** Milliseconds from the start of the whole. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly frameEvery: number;
};

export type Plan = { readonly steps: readonly Step[]; readonly lasts: number };

/**
 * Milliseconds. An action takes a second to understand and a second to do; a blink is the shortest,
 * so it is looked at most often. Three actions last 13 seconds and make at most 39 pictures.
 */
const TIMES: Readonly<Record<Ask, { lasts: number; frameEvery: number }>> = {
  look_straight: { lasts: 1_350, frameEvery: 450 },
  turn_left: { lasts: 2_610, frameEvery: 290 },
  turn_right: { lasts: 2_610, frameEvery: 290 },
  nod: { lasts: 2_610, frameEvery: 290 },
  blink: { lasts: 1_980, frameEvery: 220 },
};

/** The actions in their order, with a frontal moment before, between and after them. */
export function planOf(actions: readonly Action[]): Plan {
  const asks: Ask[] = [
    "look_straight",
    ...actions.flatMap((action) => [action, "look_straight"] as const),
  ];
  let at = 0;
  const steps = asks.map((ask) => {
    const startsAt = at;
    at += TIMES[ask].lasts;
    return { ask, startsAt, endsAt: at, frameEvery: TIMES[ask].frameEvery };
  });
  return { steps, lasts: at };
}

export type Cue = {
  readonly ask: Ask;
  /** Which step of the plan, from 0. */
  readonly index: number;
  /** Which action it is, from 1; 0 while looking straight. */
  readonly action: number;
  /** Of the whole plan: 0 to 1. */
  readonly progress: number;
  readonly secondsLeft: number;
};

/** What to say at a moment of the plan; null when it is over. */
export function cueAt(plan: Plan, elapsed: number): Cue | null {
  const index = plan.steps.findIndex((step) => elapsed < step.endsAt);
  const step = plan.steps[index];
  if (step === undefined) return null;
  return {
    ask: step.ask,
    index,
    action: step.ask === "look_straight" ? 0 : (index + 1) / 2,
    progress: Math.max(elapsed, 0) / plan.lasts,
    secondsLeft: Math.ceil((plan.lasts - elapsed) / 1000),
  };
}

/**
 * Whether a picture is due. `last` is when the one before was taken, null at first. The pictures
 * keep to the steps' own rhythm, so a slow device takes fewer and never more.
 */
export function isFrameDue(
  plan: Plan,
  { elapsed, last }: { elapsed: number; last: number | null },
): boolean {
  const step = plan.steps.find(({ endsAt }) => elapsed < endsAt);
  if (step === undefined || elapsed < 0) return false;
  return last === null || elapsed - last >= step.frameEvery;
}

/** The most pictures a plan can ask for. */
export function framesMaximum(plan: Plan): number {
  return plan.steps.reduce(
    (sum, { startsAt, endsAt, frameEvery }) => sum + Math.ceil((endsAt - startsAt) / frameEvery),
    0,
  );
}
