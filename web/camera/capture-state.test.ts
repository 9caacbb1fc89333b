import { describe, expect, test } from "vitest";
import {
  afterEvent,
  type CaptureEvent,
  type CaptureState,
  cueOf,
  FIRST_STATE,
} from "./capture-state.ts";
import { planOf } from "./plan.ts";

const challenge = { id: "chl_1", actions: ["turn_left"] } as const;
const plan = planOf(challenge.actions);

const ready: CaptureState = { phase: "ready", interruption: null };
const drawing: CaptureState = { phase: "drawing" };
const performing: CaptureState = {
  phase: "performing",
  challengeId: "chl_1",
  plan,
  startedAt: 1_000,
};
const sending: CaptureState = { phase: "sending", challengeId: "chl_1" };
const lost: CaptureState = { phase: "ready", interruption: "camera_lost" };
const blocked: CaptureState = { phase: "blocked", fault: "refused" };

describe("a capture", () => {
  test("goes from the camera to the answer", () => {
    const events: CaptureEvent[] = [
      { kind: "opened" },
      { kind: "start" },
      { kind: "drawn", challenge, now: 1_000 },
      { kind: "ticked", now: 1_000 + plan.lasts - 1 },
      { kind: "ticked", now: 1_000 + plan.lasts },
      { kind: "accepted" },
    ];
    const phases: string[] = [];
    events.reduce((state, event) => {
      const next = afterEvent(state, event);
      phases.push(next.phase);
      return next;
    }, FIRST_STATE);
    expect(phases).toEqual(["ready", "drawing", "performing", "performing", "sending", "finished"]);
  });

  const cases: [string, CaptureState, CaptureEvent, CaptureState][] = [
    [
      "a camera that is not given blocks",
      FIRST_STATE,
      { kind: "blocked", fault: "refused" },
      blocked,
    ],
    ["what blocked can be tried again", blocked, { kind: "reopen" }, FIRST_STATE],
    ["a challenge that is refused leads back", drawing, { kind: "refused" }, ready],
    ["pictures that are refused lead back", sending, { kind: "refused" }, ready],
    [
      "hiding the page while acting breaks off",
      performing,
      { kind: "interrupted", by: "hidden" },
      { phase: "ready", interruption: "hidden" },
    ],
    [
      "hiding the page while waiting changes nothing",
      ready,
      { kind: "interrupted", by: "hidden" },
      ready,
    ],
    [
      "hiding the page while sending changes nothing",
      sending,
      { kind: "interrupted", by: "hidden" },
      sending,
    ],
    [
      "losing the camera while acting breaks off",
      performing,
      { kind: "interrupted", by: "camera_lost" },
      lost,
    ],
    [
      "losing the camera while waiting is noticed",
      ready,
      { kind: "interrupted", by: "camera_lost" },
      lost,
    ],
    ["without the camera nothing starts", lost, { kind: "start" }, lost],
    ["a lost camera can be opened again", lost, { kind: "reopen" }, FIRST_STATE],
    ["a camera that works is not opened again", ready, { kind: "reopen" }, ready],
    [
      "a challenge that comes too late is dropped",
      ready,
      { kind: "drawn", challenge, now: 5 },
      ready,
    ],
    ["an answer nobody waits for is dropped", ready, { kind: "accepted" }, ready],
  ];
  test.each(cases)("%s", (_, state, event, next) => {
    expect(afterEvent(state, event)).toEqual(next);
  });
});

test("there is something to say only while the person acts", () => {
  expect(cueOf(performing, 1_000)).toMatchObject({ ask: "look_straight", progress: 0 });
  expect(cueOf(performing, 1_000 + plan.lasts)).toBeNull();
  expect(cueOf(ready, 1_000)).toBeNull();
});
