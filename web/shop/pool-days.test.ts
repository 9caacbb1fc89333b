import { expect, test } from "vitest";
import { isTellable } from "./pool-days.ts";

test.each([
  [0, true],
  [365, true],
  [366, false],
  [65_187, false],
])("%s days left are said as a number: %s", (days, expected) => {
  expect(isTellable(days)).toBe(expected);
});
