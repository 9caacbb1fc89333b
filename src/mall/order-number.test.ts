import { expect, test } from "vitest";
import { canonicalOrderNumber, newOrderNumber } from "./order-number.ts";

test("a number has eight characters that cannot be mistaken for each other", () => {
  let next = 0;
  const numbers = Array.from({ length: 30 }, () => newOrderNumber((limit) => next++ % limit));
  for (const number of numbers) expect(number).toMatch(/^[2-9A-HJKMNP-TV-Z]{8}$/);
});

test.each([
  ["as shown", "TKD7X9SY"],
  ["in small letters", "tkd7x9sy"],
  ["in groups", " TKD7-X9SY "],
  ["with another dash and a hash", "#TKD7\u2013X9SY"],
  ["in full width", "ＴＫＤ７Ｘ９ＳＹ"],
  ["with an invisible character", "TKD7\u200bX9SY"],
])("a number typed %s is found", (_, typed) => {
  expect(canonicalOrderNumber(typed)).toBe("TKD7X9SY");
});
