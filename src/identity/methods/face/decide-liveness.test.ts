import { describe, expect, test } from "vitest";
import type { Step } from "./contract.ts";
import { decideLiveness, type Liveness } from "./decide-liveness.ts";
import { decideQuality } from "./decide-quality.ts";
import { decideSteps, STEP_ORDERS } from "./decide-steps.ts";
import { filmOf, frameOf, type Look, picture } from "./scripted-pipeline.fixture.ts";

const STEPS: readonly Step[] = ["turn_left", "blink", "nod"];

function judge(
  looks: readonly Look[],
  { steps = STEPS, ageMilliseconds = 8_000, hashes = [] as readonly string[] } = {},
): Liveness {
  const frames = looks.map((look, grain) => frameOf(picture({ grain, ...look })));
  const quality = decideQuality(frames);
  if (!quality.ok) throw new Error(quality.code);
  return decideLiveness({
    steps,
    seen: quality.seen,
    contentHashes: frames.map(({ contentHash }, index) => hashes[index] ?? contentHash),
    ageMilliseconds,
  });
}

const faultOf = (liveness: Liveness) => (liveness.isLive ? null : liveness.because.fault);

describe("a person who does what is asked is alive", () => {
  const orders = Array.from({ length: STEP_ORDERS }, (_, draw) => decideSteps(draw));
  test.each(orders.map((steps) => [steps.join(", "), steps] as const))("%s", (_, steps) => {
    const liveness = judge(filmOf(steps), { steps });
    expect(liveness).toMatchObject({ isLive: true });
    if (liveness.isLive) expect(liveness.frontal.length).toBeGreaterThanOrEqual(8);
  });

  test("who blinks in between", () => {
    const film = filmOf(STEPS).toSpliced(1, 0, { eyeOpening: 0.05 });
    expect(judge(film).isLive).toBe(true);
  });

  test("whose camera stands low, so that the face always looks up", () => {
    const film = filmOf(STEPS).map((look) => ({ ...look, pitch: (look.pitch ?? 3) + 20 }));
    expect(judge(film).isLive).toBe(true);
  });

  test("who has narrow eyes", () => {
    const film = filmOf(STEPS).map((look) => ({
      ...look,
      eyeOpening: (look.eyeOpening ?? 0.3) * 0.5,
    }));
    expect(judge(film).isLive).toBe(true);
  });

  test("who had not yet looked up when the camera began", () => {
    expect(judge([{ pitch: -22 }, { pitch: -12 }, ...filmOf(STEPS)]).isLive).toBe(true);
  });

  test("who goes on after the last movement", () => {
    const film = [...filmOf(STEPS), { yaw: -20, noseOffset: -0.3 }, { yaw: -35, noseOffset: -0.5 }];
    expect(judge(film).isLive).toBe(true);
  });
});

const without = (step: Step) => filmOf(STEPS.filter((one) => one !== step));
const WITHOUT_LAST_FRONTAL = filmOf(STEPS).slice(0, -3);

describe("what is no living person is refused", () => {
  test.each<[string, readonly Look[], string]>([
    ["a still picture", Array.from({ length: 12 }, () => ({})), "step_missing"],
    [
      "a picture tilted to and fro, which has no depth",
      filmOf(STEPS).map((look) => ({ ...look, yaw: (look.yaw ?? 0) * 1.3, noseOffset: 0.05 })),
      "step_missing",
    ],
    [
      "a picture shifted sideways, whose nose moves and whose mesh does not turn",
      filmOf(STEPS).map((look) => ({ ...look, yaw: (look.yaw ?? 0) / 4 })),
      "step_missing",
    ],
    ["a film without the turn", without("turn_left"), "step_missing"],
    ["a film without the nod", without("nod"), "step_missing"],
    ["a film without the blink", without("blink"), "step_missing"],
    ["the other side", filmOf(["turn_right", "blink", "nod"]), "wrong_step"],
    ["the right movements in another order", filmOf(["nod", "turn_left", "blink"]), "step_missing"],
    ["one movement too many", filmOf(["turn_left", "turn_right", "blink", "nod"]), "wrong_step"],
    ["no frontal view at the end", WITHOUT_LAST_FRONTAL, "step_missing"],
    [
      "a movement that does not come back to the front",
      [
        {},
        {},
        { yaw: 30, noseOffset: 0.4 },
        { yaw: 16, eyeOpening: 0.05 },
        ...filmOf(["nod"]).slice(2),
      ],
      "step_missing",
    ],
    [
      "nobody who looks at the camera",
      Array.from({ length: 9 }, () => ({ yaw: 30, noseOffset: 0.4 })),
      "too_few_frontal",
    ],
    ["a handful of pictures", filmOf(STEPS).slice(0, 6), "too_few_pictures"],
    [
      "a head that is suddenly elsewhere",
      filmOf(STEPS).with(3, { yaw: 70, noseOffset: 0.6 }),
      "motion_broken",
    ],
    [
      "another picture held into the camera",
      filmOf(STEPS).map((look, index) => ({ ...look, size: index > 8 ? 400 : 200 })),
      "motion_broken",
    ],
    [
      "another person for the frontal views at the end",
      filmOf(STEPS).map((look, index, all) => ({
        ...look,
        person: index < all.length - 2 ? "Lin" : "Wang",
      })),
      "person_changed",
    ],
    [
      "a person who becomes another step by step",
      filmOf(STEPS).map((look, index) => ({
        ...look,
        person: "Lin",
        likeness: index < 2 ? -0.2 : 1,
      })),
      "person_changed",
    ],
  ])("%s", (_, film, fault) => {
    expect(faultOf(judge(film))).toBe(fault);
  });

  test("the same picture twice", () => {
    const liveness = judge(filmOf(STEPS), { hashes: ["same", "other", "same"] });
    expect(liveness).toEqual({
      isLive: false,
      because: { fault: "pictures_repeated", picture: 2 },
    });
  });

  test.each([
    [1_999, "too_fast"],
    [2_000, null],
  ])("after %s ms: %s", (ageMilliseconds, fault) => {
    expect(faultOf(judge(filmOf(STEPS), { ageMilliseconds }))).toBe(fault);
  });
});

describe("where a movement begins", () => {
  const turned = (yaw: number, noseOffset: number) => [
    {},
    {},
    { yaw, noseOffset },
    { yaw, noseOffset },
    ...filmOf(["blink", "nod"]),
  ];
  test.each([
    [20, 0.25, true],
    [19.9, 0.25, false],
    [20, 0.249, false],
    [45, 0.6, true],
  ])("a turn of %s° with a nose offset of %s: %s", (yaw, noseOffset, isLive) => {
    expect(judge(turned(yaw, noseOffset)).isLive).toBe(isLive);
  });

  test.each([
    [0.18, false],
    [0.179, true],
  ])("eyes open by %s of 0.3, alive: %s", (eyeOpening, isLive) => {
    const film = filmOf(STEPS).map((look) =>
      look.eyeOpening === 0.05 ? { ...look, eyeOpening } : look,
    );
    expect(judge(film).isLive).toBe(isLive);
  });

  test.each([
    [11.9, false],
    [12, true],
    [-12, true],
  ])("a head that goes up by %s°, alive: %s", (by, isLive) => {
    const nod = [{ pitch: 3 + by }, { pitch: 3 + by }];
    const film = [...filmOf(["turn_left", "blink"]), ...nod, {}, {}];
    expect(judge(film).isLive).toBe(isLive);
  });
});

test("the movement that was not seen is named", () => {
  const liveness = judge(filmOf(["turn_left"]), { steps: ["turn_left", "nod", "blink"] });
  expect(liveness).toMatchObject({ because: { fault: "step_missing", step: "nod" } });
});
