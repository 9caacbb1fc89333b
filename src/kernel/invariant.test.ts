import { expect, test } from "vitest";
import { InvariantViolation, invariant } from "./invariant.ts";

test.each([true, 1, "text", {}])("what holds (%j) goes on", (condition) => {
  expect(invariant(condition, "never said")).toBeUndefined();
});

test.each([false, 0, "", null, undefined])("what does not hold (%j) throws", (condition) => {
  let thrown: unknown;
  try {
    invariant(condition, "the books are wrong");
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(InvariantViolation);
  expect(String(thrown)).toBe("InvariantViolation: the books are wrong");
});
