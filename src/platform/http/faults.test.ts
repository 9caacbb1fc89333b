import { expect, test } from "vitest";
import { faultsOf } from "./faults.ts";
import { createValidator } from "./validate.ts";

function faultsFor(schema: object, value: unknown, maximum?: number) {
  const validate = createValidator().compile(schema);
  expect(validate(value)).toBe(false);
  const options = { language: "en", prefix: "", ...(maximum ? { maximum } : {}) } as const;
  return faultsOf(validate.errors ?? [], options);
}
const closed = { type: "object", additionalProperties: false, required: ["id"], properties: {} };

test("one of a kind is named once", () => {
  const either = {
    anyOf: [
      { type: "string", minLength: 3 },
      { type: "string", minLength: 3 },
    ],
  };
  expect(faultsFor(either, "a").map(({ code }) => code)).toEqual(["too_short", "not_usable"]);
});

test("no more than a hundred are named, or than asked for", () => {
  const many = Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`f${index}`, 1]));
  expect(faultsFor(closed, many)).toHaveLength(100);
  expect(faultsFor(closed, many, 3)).toHaveLength(3);
});

test("a field's name is part of the pointer, unless it is longer than any of ours", () => {
  const pointers = faultsFor(closed, { "a/b~": 1, ["x".repeat(1_000)]: 1 }).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );
  expect(pointers).toEqual(["/id required", "/a~1b~0 unknown_field", " unknown_field"]);
});
