import { describe, expect, test } from "vitest";
import { similarity } from "../../face/vectors.ts";
import { decideEnrolment } from "./decide-enrolment.ts";
import { embeddingOf, filmOf, frameOf, type Look, picture } from "./scripted-pipeline.fixture.ts";

const STEPS = ["turn_right", "nod", "blink"] as const;
const enrol = (looks: readonly Look[], more = {}) =>
  decideEnrolment({
    frames: looks.map((look, grain) => frameOf(picture({ grain, person: "Lin", ...look }))),
    steps: STEPS,
    ageMilliseconds: 8_000,
    isSentBefore: false,
    remembered: [],
    ...more,
  });

test("a template is the person's own direction, of unit length", () => {
  const enrolment = enrol(filmOf(STEPS));
  if (!enrolment.ok) throw new Error(enrolment.code);
  expect(similarity(enrolment.template, embeddingOf("Lin"))).toBeCloseTo(1, 5);
  expect(similarity(enrolment.template, enrolment.template)).toBeCloseTo(1, 5);
});

test("of many views the straightest five are taken", () => {
  const film = filmOf(STEPS);
  const askew = { yaw: 12, likeness: 0.6 } as const;
  const enrolment = enrol([askew, askew, ...film, askew]);
  expect(enrolment.ok && similarity(enrolment.template, embeddingOf("Lin"))).toBeCloseTo(1, 5);
});

describe("refusals in order", () => {
  const ruined = (problem: Look["problem"], from = 0) =>
    filmOf(STEPS).map(
      (look, index): Look => (index >= from && problem !== undefined ? { ...look, problem } : look),
    );
  const still = Array.from({ length: 12 }, () => ({}));
  test.each<[string, readonly Look[], object, string, string]>([
    ["nobody", ruined("no_face"), {}, "no_face", "no_face"],
    ["two people", ruined("many_faces", 19), {}, "many_faces", "many_faces"],
    ["too dark", ruined("too_dark"), {}, "poor_quality", "too_dark"],
    [
      "a film sent before",
      filmOf(STEPS),
      { isSentBefore: true },
      "liveness_failed",
      "pictures_replayed",
    ],
    ["a still picture", still, {}, "liveness_failed", "step_missing"],
    ["too fast", filmOf(STEPS), { ageMilliseconds: 1 }, "liveness_failed", "too_fast"],
  ])("%s", (_, film, more, code, fault) => {
    const enrolment = enrol(film, more);
    expect(enrolment).toMatchObject({ ok: false, code });
    expect(enrolment.ok || enrolment.blames[0]?.fault).toBe(fault);
  });

  test("a film played again", () => {
    const film = filmOf(STEPS).map((look, index) => ({
      ...look,
      perceptualHash: String(BigInt(index) * 0x0f0f0f0f0fn),
    }));
    const remembered = [film.map(({ perceptualHash }) => BigInt(perceptualHash))];
    const enrolment = enrol(film, { remembered });
    expect(enrolment.ok || enrolment.blames).toEqual([
      { fault: "pictures_replayed", picture: null },
    ]);
  });

  test("fewer than five frontal views, by a person who is there", () => {
    const film = filmOf(STEPS);
    // One frontal view at each place of the way, where there were two.
    const sparse = film.filter(
      (look, index) => look.pitch !== -4 && !(isFront(look) && isFront(film[index + 1])),
    );
    const enrolment = enrol(sparse);
    expect(enrolment).toMatchObject({
      ok: false,
      code: "poor_quality",
      blames: [{ fault: "too_few_frontal" }],
    });
  });
});

function isFront(look: Look | undefined): boolean {
  if (look === undefined) return false;
  const { yaw = 0, pitch = 3, eyeOpening = 0.3 } = look;
  return Math.abs(yaw) < 2 && pitch > 1 && eyeOpening > 0.25;
}
