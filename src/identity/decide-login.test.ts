import { describe, expect, test } from "vitest";
import { readEmail, readLogin, readPhone } from "./decide-login.ts";

describe("a phone number is stored in one form", () => {
  test.each([
    ["13800138000", "+8613800138000"],
    ["138 0013 8000", "+8613800138000"],
    ["+86 138-0013-8000", "+8613800138000"],
    ["１３８００１３８０００", "+8613800138000"],
    ["010-12345678", "01012345678"],
    ["+44 20 7946 0018", "+442079460018"],
    ["12345", "12345"],
    ["11800138000", "11800138000"],
  ])("%s is %s", (typed, stored) => {
    expect(readPhone(typed)).toBe(stored);
  });

  test.each([
    "",
    "1234",
    "123456789012345678901",
    "138x0013800",
    "++8613800138000",
    "86+13800138000",
  ])("%j is none", (typed) => {
    expect(readPhone(typed)).toBeNull();
  });
});

describe("an e-mail address is stored in lower case", () => {
  test.each([
    [" Wang.Li@Example.COM ", "wang.li@example.com"],
    ["王丽@例子.中国", "王丽@例子.中国"],
    ["a＠example.com", "a@example.com"],
  ])("%s is %s", (typed, stored) => {
    expect(readEmail(typed)).toBe(stored);
  });

  test.each(["", "@", "a@", "@b", "a b@c", "a@b@c", `${"a".repeat(250)}@b.cn`])(
    "%j is none",
    (typed) => {
      expect(readEmail(typed)).toBeNull();
    },
  );
});

test.each([
  ["13800138000", { kind: "phone", value: "+8613800138000" }],
  ["A@B.cn", { kind: "email", value: "a@b.cn" }],
  ["Admin", { kind: "email", value: "admin@localhost" }],
  ["no spaces", null],
  ["12", null],
  ["", null],
])("the login %j is read as %j", (typed, login) => {
  expect(readLogin(typed)).toEqual(login);
});
