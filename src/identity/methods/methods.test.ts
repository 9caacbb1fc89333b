import { describe, expect, test } from "vitest";
import { instant } from "../../kernel/clock.ts";
import { countingIds } from "../../kernel/ids.ts";
import { ok } from "../../kernel/result.ts";
import { createEvents } from "../../platform/events/events.ts";
import { DEFAULT_FACE_POLICY } from "./face/face-context.ts";
import { scriptedPipeline } from "./face/scripted-pipeline.fixture.ts";
import { verificationMethods } from "./index.ts";
import type { MethodContext } from "./method.ts";

const METHODS = verificationMethods({
  pipeline: scriptedPipeline(),
  readPolicy: async () => DEFAULT_FACE_POLICY,
});

const unused = async (): Promise<never> => {
  throw new Error("declaring endpoints needs no database");
};
const clock = { now: () => instant(0) };
const context: MethodContext = {
  deps: {
    database: {
      query: unused,
      execute: unused,
      transaction: unused,
      posting: unused,
      inOneFlight: unused,
      lookUps: { query: unused, execute: unused },
      background: {
        query: unused,
        execute: unused,
        transaction: unused,
        interrupt: () => undefined,
      },
      close: unused,
    },
    clock,
    ids: countingIds(clock),
    events: createEvents(),
    origin: "http://localhost:3000",
    secret: Buffer.alloc(32),
  },
  windowSeconds: async () => ok(300),
  openWindow: unused,
  mayAddMethod: unused,
};

test("each method has a name of its own", () => {
  const names = METHODS.map((method) => method.name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(0);
});

describe.each(METHODS.map((method) => [method.name, method] as const))("%s", (name, method) => {
  const endpoints = method.endpoints(context);
  const checks = endpoints.filter((one) => one.path.startsWith(`/me/verifications/${name}`));

  test("is used below its own name, and stays below /me for everything else", () => {
    expect(checks.length).toBeGreaterThan(0);
    for (const one of endpoints) expect(one.path).toMatch(/^\/me\//);
    const foreign = endpoints.filter(
      (one) => one.path.startsWith("/me/verifications/") && !checks.includes(one),
    );
    expect(foreign).toEqual([]);
  });

  test("is for those who are signed in", () => {
    for (const one of endpoints) expect(one.access).toEqual({ who: "signed_in" });
  });

  test("can be left out by the mall's policy", () => {
    for (const one of checks) {
      // That there is no room at all is said before anything is looked at.
      const own = one.refusals.filter((code) => code !== "overloaded");
      expect(own[0]).toBe("method_not_available");
    }
  });

  test("asks nobody who is not signed in below /me", () => {
    for (const one of method.openEndpoints?.(context) ?? []) {
      expect(one.access).toEqual({ who: "anyone" });
      expect(one.path).not.toMatch(/^\/me\//);
    }
  });
});
