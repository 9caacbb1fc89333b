import { expect, test } from "vitest";
import { decideFaceFiling } from "./decide-face-filing.ts";

test.each([
  [0, "none"],
  [79_999, "none"],
  [80_000, "soon"],
  [99_999, "soon"],
  [100_000, "due"],
  [1_000_000, "due"],
])("%s faces: %s", (faces, filing) => {
  expect(decideFaceFiling(faces)).toBe(filing);
});
