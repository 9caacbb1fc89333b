import { expect, test } from "vitest";
import { canonicalEmail } from "./email.ts";
import { canonicalLogin, readLogin } from "./login.ts";

test.each([
  [" Wang.Li@Example.COM ", "wang.li@example.com"],
  ["\u200bwang@example.com", "wang@example.com"],
  ["wang\u200b@exam\u00adple.com\ufeff", "wang@example.com"],
  ["\u202awang@example.com\u202c", "wang@example.com"],
  ["a＠example．com", "a@example.com"],
  ["a@example。com", "a@example.com"],
  ["a@example.com.", "a@example.com"],
  ["王丽@例子.中国", "王丽@xn--fsqu00a.xn--fiqs8s"],
  ["王丽@xn--fsqu00a.XN--FIQS8S", "王丽@xn--fsqu00a.xn--fiqs8s"],
  ["a@bücher.example", "a@xn--bcher-kva.example"],
  ["a@bu\u0308cher.example", "a@xn--bcher-kva.example"],
  ["a@BÜCHER.example", "a@xn--bcher-kva.example"],
  ["admin@localhost", "admin@localhost"],
])("the address %j is %j", (typed, stored) => {
  expect(canonicalEmail(typed)).toEqual({ text: stored });
});

test.each([
  [""],
  ["@"],
  ["a@"],
  ["@b"],
  ["a b@c"],
  ["a@b@c"],
  ["a@."],
  ["a@b/c"],
  ["a@b:80"],
  ["a@b?c"],
  ["a@b%41"],
  ["a@1.2"],
  ["a@127.0.0.1"],
  ["a@[::1]"],
  ["a@xn--\u0661"],
  [`${"a".repeat(250)}@b.cn`],
])("%j is no address", (typed) => {
  expect(canonicalEmail(typed)).toEqual({ fault: "wrong_format" });
});

test.each([
  ["13800138000", { kind: "phone", value: "+8613800138000" }],
  ["A@B.cn", { kind: "email", value: "a@b.cn" }],
  ["Admin", { kind: "email", value: "admin@localhost" }],
  ["\u200bＡdmin ", { kind: "email", value: "admin@localhost" }],
  ["no spaces", null],
  ["12", null],
  ["", null],
])("the login %j is read as %j", (typed, login) => {
  expect(readLogin(typed)).toEqual(login);
});

test.each([
  ["008613800138000", "+8613800138000"],
  ["no spaces", "no spaces"],
  ["  ", ""],
])("the login %j is counted and compared as %j", (typed, form) => {
  expect(canonicalLogin(typed)).toEqual({ text: form });
});
