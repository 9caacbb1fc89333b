import { expect, test } from "vitest";
import { dayOf, receiptNumberOf, tillName } from "./receipt-number.ts";
import { takeNumber } from "./till-store.ts";

const of = { newTillName: "K7Q2MA", day: "261122" };

test("a new till takes a name and starts at one, then counts on", () => {
  const first = takeNumber(undefined, of);
  expect(first.number).toBe("261122-K7Q2MA-0001");
  expect(takeNumber(first.counter, { ...of, newTillName: "OTHER" }).number).toBe(
    "261122-K7Q2MA-0002",
  );
});

test("a clock that is set back gives no number again", () => {
  const first = takeNumber({ till: "K7Q2MA", next: 41 }, { ...of, day: "261123" });
  const second = takeNumber(first.counter, { ...of, day: "261122" });
  const third = takeNumber(second.counter, { ...of, day: "261123" });
  expect([first, second, third].map(({ number }) => number.slice(-4))).toEqual([
    "0041",
    "0042",
    "0043",
  ]);
});

test("counts beyond four digits stay whole", () => {
  expect(receiptNumberOf({ till: "K7Q2MA", next: 12_345 }, "261122")).toBe("261122-K7Q2MA-12345");
});

test("a name is six symbols, one for each of 32 values of a byte", () => {
  expect(tillName(new Uint8Array([0, 31, 32, 255, 10, 18, 99, 99]))).toBe("0Z0ZAJ");
});

test("the day is the device's own", () => {
  expect(dayOf(new Date(2026, 10, 2, 23, 59))).toBe("261102");
});
