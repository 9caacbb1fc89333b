import { expect, test } from "vitest";
import { err, invalid, ok } from "./result.ts";

test("what went well carries its value, or nothing", () => {
  expect(ok(7)).toEqual({ ok: true, value: 7 });
  expect(ok()).toEqual({ ok: true, value: undefined });
});

test("a refusal carries its code, and what else there is to say", () => {
  expect(err("quote_expired")).toEqual({ ok: false, refusal: { code: "quote_expired" } });
  expect(err("overloaded", { retryAfterSeconds: 1, values: { left: 2 } })).toEqual({
    ok: false,
    refusal: { code: "overloaded", retryAfterSeconds: 1, values: { left: 2 } },
  });
});

test("a field that cannot be used is named by its pointer", () => {
  expect(invalid("/lines/0", "too_many", "At most 9.")).toEqual({
    ok: false,
    refusal: {
      code: "invalid_request",
      faults: [{ pointer: "/lines/0", code: "too_many", detail: "At most 9." }],
    },
  });
});
