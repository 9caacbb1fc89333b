import { expect, test } from "vitest";
import type { ShopProduct } from "../../api/index.ts";
import { parseEntry } from "./entry/entry.ts";
import {
  actionOf,
  freshTill,
  noticeOf,
  reduceTill,
  type TillState,
  typedQuantity,
} from "./till-state.ts";

const tea: ShopProduct = {
  id: "tea",
  name: "奶茶",
  barcode: "6901",
  category: null,
  price: 1200,
  status: "active",
};
const member = { customerId: "cus_1", displayName: "林小满", available: 250 };

function typing(state: TillState, text: string): TillState {
  const action = actionOf(parseEntry(text), state);
  return action === null ? state : reduceTill(state, action);
}

test("a quantity typed alone waits for the next product, and only for that", () => {
  const waiting = typing(freshTill, "3*");
  expect(waiting.quantityNext).toBe(3);
  const added = reduceTill(waiting, { do: "add", product: tea, quantity: 3 });
  expect(added.quantityNext).toBeNull();
});

test("+, - and = change the line touched last, and nothing on an empty receipt", () => {
  const one = reduceTill(freshTill, { do: "add", product: tea, quantity: 1 });
  expect(typing(one, "+").basket.lines[0]?.quantity).toBe(2);
  expect(typing(one, "-").basket.lines).toEqual([]);
  expect(typing(one, "=5").basket.lines[0]?.quantity).toBe(5);
  expect(typing(freshTill, "=5")).toBe(freshTill);
});

test("a refused receipt comes back whole, customer and quantities", () => {
  const sold = reduceTill(reduceTill(freshTill, { do: "add", product: tea, quantity: 2 }), {
    do: "member",
    member,
  });
  const { basket } = sold;
  expect(reduceTill(freshTill, { do: "giveBack", basket, member })).toEqual(sold);
});

test("clearing forgets the customer too: the next receipt is somebody else's", () => {
  const sold = reduceTill(freshTill, { do: "member", member });
  expect(reduceTill(sold, { do: "clear" })).toEqual(freshTill);
});

test.each([
  ["3*", 3],
  ["2*奶茶", 2],
  ["奶茶", null],
  ["", null],
])("%o in the field makes a pressed tile count %o", (typed, quantity) => {
  expect(typedQuantity(typed)).toBe(quantity);
});

test("what was not found is named as it was typed", () => {
  expect(noticeOf({ kind: "nothing" }, "690")).toEqual({ kind: "notFound", text: "690" });
  expect(noticeOf({ kind: "several", products: [tea, tea] }, "奶")).toEqual({
    kind: "several",
    count: 2,
  });
  const unknown = { kind: "unknownBarcode", barcode: "6901234567892" } as const;
  expect(noticeOf(unknown, "]E06901234567892")).toEqual(unknown);
});
