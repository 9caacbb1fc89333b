import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSecret, readSettings } from "./settings.ts";

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

  test("is made once, for its owner only, and read again", () => {
    const secret = readSecret({}, folder);
    expect(secret).toHaveLength(32);
    expect(readSecret({}, folder)).toEqual(secret);
    expect(statSync(join(folder, "secret")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "secret"), "utf8")).toBe(secret.toString("hex"));
  });
});
