import { expect, test } from "vitest";
import { groupDigits } from "./group-digits.ts";

test.each([
  ["071234567890123456", "07|1234|5678|9012|3456"],
  ["12345678", "1234|5678"],
  ["123", "123"],
  ["", ""],
])("the code %s is read as %s", (code, groups) => {
  expect(groupDigits(code).split("\u2009").join("|")).toBe(groups);
});
