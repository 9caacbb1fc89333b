import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const trustProxyOf = (text: string | undefined) =>
  readSettings({ TONGDUI_TRUST_PROXY: text }).trustProxy;

test.each([
  [undefined, ["loopback"]],
  ["", ["loopback"]],
  ["0", 0],
  ["1", 1],
  ["16", 16],
  ["10.0.0.7", ["10.0.0.7"]],
  ["10.0.0.7, 172.16.0.0/12,fd00::/8", ["10.0.0.7", "172.16.0.0/12", "fd00::/8"]],
  ["loopback,uniquelocal", ["loopback", "uniquelocal"]],
])("TONGDUI_TRUST_PROXY=%s is %j", (text, value) => {
  expect(trustProxyOf(text)).toEqual(value);
});

test.each([
  ["17"],
  ["-1"],
  ["1.5"],
  ["true"],
  ["*"],
  ["proxy.example"],
  ["10.0.0.0/33"],
  ["10.0.0.0/0"],
  ["::/0"],
  ["fd00::/129"],
  ["10.0.0.0/8/8"],
  ["10.0.0.0/255.0.0.0"],
  ["10.0.0.256"],
  ["10.0.0.7,,10.0.0.8"],
  ["10.0.0.7;10.0.0.8"],
])("TONGDUI_TRUST_PROXY=%s is refused with what it may be", (text) => {
  expect(() => trustProxyOf(text)).toThrow(UsageError);
  expect(() => trustProxyOf(text)).toThrow(/TONGDUI_TRUST_PROXY has .*172\.16\.0\.0\/12/);
});
