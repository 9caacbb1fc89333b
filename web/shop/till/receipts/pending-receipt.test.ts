import { describe, expect, test } from "vitest";
import type { SaleAnswer, ShopProduct } from "../../../api/index.ts";
import { addToBasket, emptyBasket } from "../basket/basket.ts";
import { afterAttempt, newReceipt, secondsToNextAttempt } from "./pending-receipt.ts";

const tea: ShopProduct = {
  id: "prd_tea",
  name: "奶茶",
  barcode: null,
  category: null,
  price: 1200,
  status: "active",
};
const receipt = newReceipt({
  shopId: "shop_1",
  number: "261122-K7Q2MA-0001",
  key: "key-1",
  soldAt: new Date("2026-11-22T04:00:00.123Z"),
  basket: addToBasket(emptyBasket, tea, 2),
  member: null,
});
const problem = (status: number, code: string) => ({
  problem: { status, code, title: "", detail: "" },
});
const answer = { id: "sale_1" } as SaleAnswer;

test("a receipt is fixed when it is made, the moment of the sale included", () => {
  expect(JSON.parse(receipt.body)).toEqual({
    receiptNumber: "261122-K7Q2MA-0001",
    soldAt: "2026-11-22T04:00:00.123Z",
    lines: [{ productId: "prd_tea", quantity: 2, unitPrice: 1200 }],
  });
  expect(receipt.isAnswerMissing).toBe(true);
  expect(receipt.state).toEqual({ is: "waiting", problem: null });
});

test("the stored text goes out byte for byte", () => {
  expect(JSON.stringify(JSON.parse(receipt.body))).toBe(receipt.body);
});

describe.each([false, true])("after an attempt, earlier answer lost: %s", (lostBefore) => {
  test("an answer records it", () => {
    const after = afterAttempt(receipt, { answer }, { lostBefore });
    expect(after.state).toEqual({ is: "recorded", answer });
  });

  test.each([
    [0, "offline"],
    [0, "timeout"],
    [201, "unknown"],
    [500, "internal"],
    [502, "unknown"],
    [503, "unavailable"],
    [504, "unknown"],
  ])("%i %s leaves the outcome open", (status, code) => {
    const after = afterAttempt(receipt, problem(status, code), { lostBefore });
    expect(after.state.is).toBe("waiting");
    expect(after.isAnswerMissing).toBe(true);
  });

  test.each([
    [401, "not_signed_in"],
    [403, "not_allowed"],
    [404, "not_found"],
    [429, "rate_limited"],
  ])("%i %s is about the caller: it waits", (status, code) => {
    const after = afterAttempt(receipt, problem(status, code), { lostBefore });
    expect(after.state.is).toBe("waiting");
    expect(after.isAnswerMissing).toBe(lostBefore);
  });

  test.each([
    [409, "receipt_number_reused"],
    [422, "unknown_product"],
    [422, "unknown_customer"],
    [422, "amount_out_of_range"],
  ])("%i %s is about the sale: it is refused", (status, code) => {
    const after = afterAttempt(receipt, problem(status, code), { lostBefore });
    expect(after.state.is).toBe("refused");
  });

  test.each([
    [409, "shop_suspended"],
    [422, "invalid_request"],
    [422, "idempotency_key_reused"],
    [413, "too_large"],
  ])("%i %s settles it only when no attempt can have succeeded", (status, code) => {
    const after = afterAttempt(receipt, problem(status, code), { lostBefore });
    expect(after.state.is).toBe(lostBefore ? "waiting" : "refused");
  });
});

test("number, key and body never change", () => {
  const after = afterAttempt(receipt, problem(503, "unavailable"), { lostBefore: true });
  const { number, key, body } = after;
  expect({ number, key, body }).toEqual({
    number: receipt.number,
    key: receipt.key,
    body: receipt.body,
  });
});

test("attempts come further and further apart, and never stop", () => {
  expect([1, 2, 3, 4, 5, 1000].map(secondsToNextAttempt)).toEqual([2, 5, 15, 30, 60, 60]);
});
