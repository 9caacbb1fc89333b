import { expect, test } from "vitest";
import { instant } from "../../kernel/clock.ts";
import { describeProducts } from "./describe-products.ts";
import { groupReceipts } from "./group-receipts.ts";
import type { ReceiptLine } from "./parse-line.ts";

function line(change: Partial<ReceiptLine>): ReceiptLine {
  return {
    record: { line: 2, fields: [], isBroken: false },
    kind: "sale",
    invoice: "1",
    code: "10001",
    description: "MUG",
    quantity: 1,
    price: 100,
    soldAt: instant(0),
    day: "2010-12-01",
    customer: "7",
    ...change,
  };
}

test("a product has the name and price that most of its lines have, of equals the first", () => {
  const lines = [
    line({ description: "" }),
    line({ description: "MUG, RED", price: 90 }),
    line({ description: "MUG", price: 90 }),
    line({ description: "MUG" }),
    line({ code: "10002", description: "" }),
  ];
  expect(describeProducts(lines)).toEqual([
    { code: "10001", name: "MUG", price: 100 },
    { code: "10002", name: "10002", price: 100 },
  ]);
});

test("lines of one invoice are one receipt wherever they stand, in the order of time, returns last", () => {
  const { groups, leftOver } = groupReceipts([
    line({ invoice: "C9", kind: "return", soldAt: instant(5) }),
    line({ invoice: "2", soldAt: instant(5) }),
    line({ invoice: "1", soldAt: instant(3) }),
    line({ invoice: "2", soldAt: instant(6), code: "10002" }),
    line({ invoice: "2", customer: "8" }),
    line({ invoice: "2", day: "2010-12-02" }),
  ]);
  expect(groups.map(({ invoice, soldAt, lines }) => [invoice, soldAt, lines.length])).toEqual([
    ["1", 3, 1],
    ["2", 5, 2],
    ["C9", 5, 1],
  ]);
  expect(leftOver.map(({ reason }) => reason)).toEqual(["mixed_customers", "mixed_days"]);
});
