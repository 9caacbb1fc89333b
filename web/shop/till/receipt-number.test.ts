import { expect, test } from "vitest";
import { counterFor, dayOf, readCounter, receiptNumberOf } from "./receipt-number.ts";

test("a new till takes a name and starts at one", () => {
  const counter = counterFor({ remembered: null, day: "261122", random: 0.05 });
  expect(receiptNumberOf(counter)).toBe("261122-B2-0001");
});

test("the same day goes on counting, a new day starts again under the same till", () => {
  const remembered = { day: "261122", till: "K7", next: 42 };
  expect(counterFor({ remembered, day: "261122", random: 0 })).toEqual(remembered);
  expect(receiptNumberOf(counterFor({ remembered, day: "261123", random: 0 }))).toBe(
    "261123-K7-0001",
  );
});

test("what storage holds is read back, and nonsense is not", () => {
  expect(readCounter("261122-K7-0042")).toEqual({ day: "261122", till: "K7", next: 42 });
  expect(readCounter("nonsense")).toBeNull();
  expect(readCounter(null)).toBeNull();
});

test("the day is the till's own", () => {
  expect(dayOf(new Date(2026, 10, 2, 23, 59))).toBe("261102");
});
