import { expect, test } from "vitest";
import { readReturnDays } from "./return-days.ts";

test.each([
  ["mall", "", null],
  ["mall", "7", null],
  ["own", "7", 7],
  ["own", "0", 0],
  ["own", " 365 ", 365],
  ["own", "366", undefined],
  ["own", "", undefined],
  ["own", "a week", undefined],
] as const)("%s with “%s” means %s", (choice, days, read) => {
  expect(readReturnDays({ choice, days })).toBe(read);
});
