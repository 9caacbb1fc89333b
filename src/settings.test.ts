import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSecret, readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

test.each(["0x10", "1e3", " 80", "0", "65536", "-1", "80a"])("PORT %j is refused", (PORT) => {
  expect(() => readSettings({ PORT })).toThrow(/PORT is .* whole number/);
});

describe("the secret's file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tongdui-secret-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each([
    ["empty", ""],
    ["short", "abcd"],
    ["garbage", "z".repeat(64)],
  ])("is refused when it is %s", (_, text) => {
    writeFileSync(join(folder, "secret"), text);
    expect(() => readSecret({}, folder)).toThrow(/secret in .* is damaged/);
  });

  test("is not made anew where a database was used with a lost one", () => {
    mkdirSync(join(folder, "postgres"));
    expect(() => readSecret({}, folder)).toThrow(/secret .* is missing/);
    expect(existsSync(join(folder, "secret"))).toBe(false);
  });

  test.each([
    ["a file", "taken"],
    ["below a file", "taken/data"],
    ["too long", "x".repeat(5_000)],
  ])("cannot be kept in a data directory that is %s, which is said in words", (_, name) => {
    writeFileSync(join(folder, "taken"), "");
    expect(() => readSecret({}, join(folder, name))).toThrow(UsageError);
    expect(() => readSecret({}, join(folder, name))).toThrow(
      /cannot be the data directory: (it|a)/,
    );
  });

  test("is made once, for its owner only, and read again", () => {
    const secret = readSecret({}, folder);
    expect(secret).toHaveLength(32);
    expect(readSecret({}, folder)).toEqual(secret);
    expect(statSync(join(folder, "secret")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "secret"), "utf8")).toBe(secret.toString("hex"));
  });
});

test.each([
  [undefined, 1],
  ["", 1],
  ["16", 16],
])("TONGDUI_PROCESSES=%s is %i", (TONGDUI_PROCESSES, processes) => {
  expect(readSettings({ TONGDUI_PROCESSES }).processes).toBe(processes);
});

test.each(["0", "17", "2.5", "two", "-1"])(
  "TONGDUI_PROCESSES=%s is refused",
  (TONGDUI_PROCESSES) => {
    expect(() => readSettings({ TONGDUI_PROCESSES })).toThrow("TONGDUI_PROCESSES");
  },
);

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
