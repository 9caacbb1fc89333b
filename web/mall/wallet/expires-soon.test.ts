import { expect, test } from "vitest";
import { expiresSoon } from "./expires-soon.ts";

const now = Date.parse("2026-03-01T00:00:00.000Z");

test.each([
  ["2026-03-20T00:00:00.000Z", true],
  ["2026-04-29T23:59:00.000Z", true],
  ["2026-05-01T00:00:00.000Z", false],
  ["2028-03-01T00:00:00.000Z", false],
])("an expiry on %s is soon: %s", (at, soon) => {
  expect(expiresSoon(at, now)).toBe(soon);
});
