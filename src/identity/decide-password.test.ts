import { expect, test } from "vitest";
import { decidePassword } from "./decide-password.ts";

const LOGINS = ["+8613800138000", "wangli@example.com"];

test.each([
  ["", "too_short"],
  ["seven77", "too_short"],
  // Eight UTF-16 units, but four characters.
  ["😀😁😂😃", "too_short"],
  [`${"x".repeat(100)}${"y".repeat(101)}`, "too_long"],
  ["aaaaaaaa", "repeated_character"],
  ["88888888888", "repeated_character"],
  ["12345678", "plain_sequence"],
  ["4567890123", "plain_sequence"],
  ["98765432", "plain_sequence"],
  ["ABCDEFGH", "plain_sequence"],
  ["poiuytre", "plain_sequence"],
  ["Password1", "too_common"],
  ["woaini1314", "too_common"],
  ["13800138000", "same_as_login"],
  ["8613800138000", "same_as_login"],
  ["138-0013-8000", "same_as_login"],
  ["WangLi@example.com", "same_as_login"],
] as const)("%j is refused as %s", (password, weakness) => {
  expect(decidePassword(password, LOGINS)).toBe(weakness);
});

test.each([
  "correct horse",
  "通兑积分通兑积分商城",
  "13800138001x",
  `${"y".repeat(199)}z`,
  "tea-9-cups",
])("%j may be used", (password) => {
  expect(decidePassword(password, LOGINS)).toBeNull();
});
