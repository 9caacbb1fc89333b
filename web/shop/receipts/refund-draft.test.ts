import { expect, test } from "vitest";
import type { SaleLine } from "../../api/index.ts";
import { piecesReturned, refundLines, setReturned } from "./refund-draft.ts";

const line: SaleLine = {
  productId: "prd_1",
  name: "奶茶",
  quantity: 3,
  unitPrice: 1200,
  points: 4,
  refundedQuantity: 1,
};

test("never returns more than is left, nor less than nothing", () => {
  expect(setReturned({}, { index: 0, quantity: 9, line })).toEqual({ 0: 2 });
  expect(setReturned({}, { index: 0, quantity: -1, line })).toEqual({ 0: 0 });
});

test("sends the lines that return something, in the order of the receipt", () => {
  const draft = { 4: 1, 0: 2, 2: 0 };
  expect(refundLines(draft)).toEqual([
    { line: 0, quantity: 2 },
    { line: 4, quantity: 1 },
  ]);
  expect(piecesReturned(draft)).toBe(3);
});
