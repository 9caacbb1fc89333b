import { describe, expect, test } from "vitest";
import {
  ANY_FACE,
  CAMERA_STANDARDS,
  decideFrame,
  type FaceMeasures,
  isFrontal,
} from "./decide-frame.ts";

const GOOD: FaceMeasures = {
  yaw: 0,
  pitch: -8,
  roll: 0,
  noseOffset: 0,
  eyeOpening: 0.3,
  brightness: 120,
  sharpness: 0.2,
  size: 200,
  presence: 1,
  secondFace: 0,
};

describe("the first reason not to use a picture, in the order in which it is checked", () => {
  const reasons: readonly [string | null, Partial<FaceMeasures>][] = [
    ["no_face", { presence: 0.49 }],
    ["many_faces", { secondFace: 0.5 }],
    ["face_too_small", { size: 99.9 }],
    ["too_dark", { brightness: 29.9 }],
    ["too_bright", { brightness: 235.1 }],
    ["blurred", { sharpness: 0.0149 }],
  ];

  test.each(reasons)("%s", (problem, measures) => {
    expect(decideFrame({ ...GOOD, ...measures }, CAMERA_STANDARDS)).toBe(problem);
  });

  test.each(reasons.map(([problem], index) => [problem, index] as const))(
    "%s comes before all that follow",
    (problem, index) => {
      const measures = Object.assign(
        {},
        ...reasons
          .slice(index)
          .map(([, some]) => some)
          .toReversed(),
      );
      expect(decideFrame({ ...GOOD, ...measures }, CAMERA_STANDARDS)).toBe(problem);
    },
  );

  test.each<[string, Partial<FaceMeasures>]>([
    ["a good picture", {}],
    ["somebody half as near", { secondFace: 0.49 }],
    ["just large enough", { size: 100 }],
    ["just light enough", { brightness: 30 }],
    ["just not too light", { brightness: 235 }],
    ["just sharp enough", { sharpness: 0.015 }],
    ["a profile, which is not compared but seen", { yaw: 45, noseOffset: 0.5 }],
  ])("nothing is wrong with %s", (_, measures) => {
    expect(decideFrame({ ...GOOD, ...measures }, CAMERA_STANDARDS)).toBeNull();
  });

  test("landmarks that are not numbers are no face", () => {
    expect(decideFrame({ ...GOOD, presence: Number.NaN }, CAMERA_STANDARDS)).toBe("no_face");
  });

  test("for data sets, nothing is wrong with any face", () => {
    const worst = { presence: 0, secondFace: 1, size: 1, brightness: 0, sharpness: 0 };
    expect(decideFrame({ ...GOOD, ...worst }, ANY_FACE)).toBeNull();
    expect(isFrontal({ ...GOOD, yaw: -89, pitch: 80, noseOffset: 2 }, ANY_FACE)).toBe(true);
  });
});

test.each([
  { yaw: 15, pitch: -25, noseOffset: 0.15, frontal: true },
  { yaw: -15, pitch: 25, noseOffset: -0.15, frontal: true },
  { yaw: 15.1, pitch: 0, noseOffset: 0, frontal: false },
  { yaw: -15.1, pitch: 0, noseOffset: 0, frontal: false },
  { yaw: 0, pitch: 25.1, noseOffset: 0, frontal: false },
  { yaw: 0, pitch: -25.1, noseOffset: 0, frontal: false },
  { yaw: 0, pitch: 0, noseOffset: 0.151, frontal: false },
  { yaw: 0, pitch: 0, noseOffset: -0.151, frontal: false },
])(
  "held by yaw $yaw, pitch $pitch, nose $noseOffset, a face is compared: $frontal",
  ({ frontal, ...held }) => {
    expect(isFrontal({ ...GOOD, ...held }, CAMERA_STANDARDS)).toBe(frontal);
  },
);
