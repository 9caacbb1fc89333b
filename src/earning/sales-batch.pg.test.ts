import { afterAll, beforeAll, expect, test } from "vitest";
import { balancesOf } from "../ledger/index.ts";
import { type Answer, openTill, type Till } from "./testing/open-till.ts";

let till: Till;
let tea: string;
beforeAll(async () => {
  till = await openTill();
  const added = { name: "Milk tea", barcode: "6901", price: 1200 };
  tea = (await till.call("owner@shop_a", "POST /shops/shop_a/products", added)).body.id;
  await till.call("owner@shop_a", "POST /shops/shop_a/reward-rules", {
    scope: {},
    kind: "per_unit",
    parameters: { points: 10 },
  });
});
afterAll(async () => {
  expect(await till.isBalanced()).toBe(true);
  await till.close();
});

const sale = (receiptNumber: string, more: object = {}) => ({
  receiptNumber,
  customerId: "cus_lin",
  lines: [{ productId: tea, quantity: 1 }],
  ...more,
});
const send = (sales: readonly object[], headers?: Record<string, string>): Promise<Answer> =>
  till.call("cashier@shop_a", "POST /shops/shop_a/sales/batch", { sales }, headers);
const balanceOf = async () => {
  const [balance] = await balancesOf(till.database, [{ customerId: "cus_lin", unit: "shop_a" }]);
  return Number(balance?.available);
};

test("each receipt stands by itself, and is answered in its place", async () => {
  const before = await balanceOf();
  const { status, body } = await send([
    sale("B-1"),
    sale("B-2", { customerId: "cus_nobody" }),
    sale("B-3", { lines: [{ barcode: "no such thing", quantity: 1 }] }),
    sale("B-4", { lines: [{ productId: tea, quantity: 0 }] }),
    sale("B-1"),
    sale("B-1", { lines: [{ productId: tea, quantity: 2 }] }),
    sale("B-5", { customerId: undefined, surprise: true }),
    sale("B-6", { customerId: undefined }),
    sale("B-7", { lines: [{ productId: tea, quantity: 2 }] }),
  ]);
  expect(status).toBe(200);
  expect(
    body.results.map((one: { status: number; sale?: object; problem?: { code: string } }) => [
      one.status,
      one.problem?.code ?? "sale" in one,
    ]),
  ).toEqual([
    [201, true],
    [422, "unknown_customer"],
    [422, "unknown_product"],
    [422, "invalid_request"],
    [200, true],
    [409, "receipt_number_reused"],
    [422, "invalid_request"],
    [201, true],
    [201, true],
  ]);
  expect(body.results[4].sale).toEqual(body.results[0].sale);
  expect(body.results[0].sale.balance).toEqual({ available: before + 10, pending: 0 });
  expect(body.results[8].sale.balance).toEqual({ available: before + 30, pending: 0 });
  expect(body.results[2].problem.errors[0].pointer).toBe("/sales/2/lines/0/barcode");
  expect(body.results[3].problem.errors[0].pointer).toBe("/sales/3/lines/0/quantity");
  expect(body.results[6].problem.errors[0]).toMatchObject({
    pointer: "/sales/6/surprise",
    code: "unknown_field",
  });
  expect(await balanceOf()).toBe(before + 30);
});

test("a batch sent again under its key answers the same bytes and moves nothing", async () => {
  const sales = [sale("B-again-1"), sale("B-again-2")];
  const headers = { "idempotency-key": "batch-again" };
  const first = await send(sales, headers);
  const before = await balanceOf();
  const second = await send(sales, headers);
  expect(second.text).toBe(first.text);
  expect([first.replayed, second.replayed]).toEqual([false, true]);
  expect(await balanceOf()).toBe(before);
  const other = await send([sale("B-again-3")], headers);
  expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
});

test("receipts that were recorded before are answered as they were", async () => {
  const alone = await till.call("cashier@shop_a", "POST /shops/shop_a/sales", sale("B-before"));
  const { body } = await send([sale("B-before"), sale("B-after")]);
  expect(body.results[0]).toEqual({ status: 200, sale: alone.body });
  expect(body.results[1].status).toBe(201);
});

test("a member code is good for one sale of a batch", async () => {
  const { body: code } = await till.call("cus_wang", "GET /me/member-code");
  const asMember = { customerId: undefined, memberCode: code.code };
  const { body } = await send([sale("B-code-1", asMember), sale("B-code-2", asMember)]);
  expect(body.results[0]).toMatchObject({
    status: 201,
    sale: { customerName: "王芳", points: 10 },
  });
  expect(body.results[1]).toMatchObject({ problem: { code: "member_code_invalid" } });
});

test("five hundred receipts of many customers, three times at once, are each recorded once", async () => {
  for (let count = 0; count < 50; count += 1) {
    till.customers.set(`cus_many_${count}`, `Customer ${count}`);
  }
  const sales = Array.from({ length: 500 }, (_, index) =>
    sale(`B-many-${index}`, { customerId: `cus_many_${index % 50}` }),
  );
  const answers = await Promise.all([send(sales), send([...sales].reverse()), send(sales)]);
  const statuses = answers.flatMap(({ body }) =>
    body.results.map((one: { status: number }) => one.status),
  );
  expect(statuses.filter((status: number) => status === 201)).toHaveLength(500);
  expect(statuses.filter((status: number) => status === 200)).toHaveLength(1000);
});

test.each([
  ["no receipt", []],
  ["more than 500", Array.from({ length: 501 }, (_, index) => ({ receiptNumber: `B-${index}` }))],
])("a request with %s is refused as a whole", async (_, sales) => {
  expect(await send(sales)).toMatchObject({ status: 422, body: { code: "invalid_request" } });
});
