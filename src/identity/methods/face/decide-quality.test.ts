import { describe, expect, test } from "vitest";
import { decideQuality } from "./decide-quality.ts";
import { frameOf, type Look, picture } from "./scripted-pipeline.fixture.ts";

const frames = (looks: readonly (Look | "garbage")[]) =>
  looks.map((look, grain) =>
    frameOf(look === "garbage" ? Buffer.from("garbage") : picture({ grain, ...look })),
  );
const good: Look = {};
const several = (count: number, look: Look | "garbage") =>
  Array.from({ length: count }, () => look);

describe("pictures are refused for the first of", () => {
  test.each<[string, (Look | "garbage")[], string, number[]]>([
    ["nobody in the only one", [{ problem: "no_face" }], "no_face", [0]],
    [
      "nobody in more than a third, before two in one",
      [{ problem: "no_face" }, { problem: "many_faces" }],
      "no_face",
      [0],
    ],
    [
      "two in any, before one that is no picture",
      [...several(20, good), "garbage", { problem: "many_faces" }],
      "many_faces",
      [21],
    ],
    ["one that is no picture", [...several(20, good), "garbage"], "poor_quality", [20]],
    [
      "too dark or blurred in more than a third",
      [...several(3, good), { problem: "too_dark" }, { problem: "blurred" }],
      "poor_quality",
      [3, 4],
    ],
    [
      "too small, too bright",
      [{ problem: "face_too_small" }, { problem: "too_bright" }],
      "poor_quality",
      [0, 1],
    ],
    [
      "empty and blurred ones, more than a third together",
      [...several(3, good), { problem: "no_face" }, { problem: "blurred" }],
      "poor_quality",
      [4],
    ],
  ])("%s", (_, looks, code, pictures) => {
    const quality = decideQuality(frames(looks));
    if (quality.ok) throw new Error("should be refused");
    expect(quality.code).toBe(code);
    expect(quality.blames.map(({ picture: place }) => place)).toEqual(pictures);
  });
});

test("a few that cannot be used are left out, and the others keep their places", () => {
  const looks = [...several(3, good), { problem: "blurred" as const }, ...several(2, good)];
  const quality = decideQuality(frames(looks));
  expect(quality.ok && quality.seen.map(({ picture: place }) => place)).toEqual([0, 1, 2, 4, 5]);
});
