import { expect, test } from "vitest";
import { readWholeNumber } from "./whole-number.ts";

test.each([
  ["0", 0],
  [" 12\u00a0", 12],
  ["１２", 12],
  ["007", 7],
  ["999999999999", 999_999_999_999],
  ["1000000000000", null],
  ["", null],
  ["1.5", null],
  ["1,000", null],
  ["-1", null],
  ["+1", null],
  ["1e3", null],
])("%j is %s", (typed, value) => {
  expect(readWholeNumber(typed)).toBe(value);
});

test("is refused below the least that the field takes", () => {
  expect([readWholeNumber("0", { least: 1 }), readWholeNumber("1", { least: 1 })]).toEqual([
    null,
    1,
  ]);
});
