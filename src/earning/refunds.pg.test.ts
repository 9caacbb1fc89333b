import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { points } from "../kernel/points.ts";
import { post, postings } from "../ledger/index.ts";
import { type Answer, openTill, type Till } from "./testing/open-till.ts";

let till: Till;
let tea: string;
let ruleId: string;
let count = 0;
beforeAll(async () => {
  till = await openTill();
  const product = { name: "Milk tea", barcode: "6901", price: 1200 };
  tea = (await till.call("owner@shop_a", "POST /shops/shop_a/products", product)).body.id;
  const rule = {
    scope: {},
    kind: "bundles",
    parameters: {
      bundles: [
        { quantity: 1, points: 1 },
        { quantity: 2, points: 3 },
      ],
    },
  };
  ruleId = (await till.call("owner@shop_a", "POST /shops/shop_a/reward-rules", rule)).body.id;
});
afterAll(async () => {
  expect(await till.isBalanced()).toBe(true);
  await till.close();
});

/** A customer nobody else uses, so that each test sees a balance of its own. */
function newCustomer(): string {
  count += 1;
  const id = `cus_${count}`;
  till.customers.set(id, `Customer ${count}`);
  return id;
}
async function sell(customerId: string | null, ...quantities: number[]): Promise<string> {
  count += 1;
  const sold = await till.call("cashier@shop_a", "POST /shops/shop_a/sales", {
    receiptNumber: `R-${count}`,
    ...(customerId === null ? {} : { customerId }),
    lines: quantities.map((quantity) => ({ productId: tea, quantity })),
  });
  expect(sold.status).toBe(201);
  return sold.body.id;
}
function refund(
  saleId: string,
  lines: { line: number; quantity: number }[],
  headers?: Record<string, string>,
): Promise<Answer> {
  return till.call(
    "cashier@shop_a",
    `POST /shops/shop_a/sales/${saleId}/refunds`,
    { lines },
    headers,
  );
}
const receipt = async (saleId: string) =>
  (await till.call("owner@shop_a", `GET /shops/shop_a/sales/${saleId}`)).body;

describe("a refund", () => {
  test("of one of two takes 2, and of the other the last 1", async () => {
    const sale = await sell(newCustomer(), 2);
    expect(await refund(sale, [{ line: 0, quantity: 1 }])).toMatchObject({
      status: 201,
      body: { pointsTaken: 2, balance: { available: 1, pending: 0 } },
    });
    expect((await refund(sale, [{ line: 0, quantity: 1 }])).body.pointsTaken).toBe(1);
    expect(await receipt(sale)).toMatchObject({
      points: 3,
      refundedPoints: 3,
      lines: [{ quantity: 2, refundedQuantity: 2, points: 3 }],
    });
  });

  test("counts several lines, and entries for one line together", async () => {
    const sale = await sell(newCustomer(), 3, 2);
    const lines = [
      { line: 0, quantity: 1 },
      { line: 1, quantity: 2 },
      { line: 0, quantity: 1 },
    ];
    expect((await refund(sale, lines)).body).toMatchObject({
      pointsTaken: 6,
      balance: { available: 1 },
    });
  });

  test("uses the rules frozen on the receipt, whatever has become of them", async () => {
    const sale = await sell(newCustomer(), 2);
    await till.call("owner@shop_a", `DELETE /shops/shop_a/reward-rules/${ruleId}`);
    const generous = { scope: {}, kind: "per_unit", parameters: { points: 100 } };
    const added = await till.call("owner@shop_a", "POST /shops/shop_a/reward-rules", generous);
    expect((await refund(sale, [{ line: 0, quantity: 2 }])).body.pointsTaken).toBe(3);
    await till.call("owner@shop_a", `DELETE /shops/shop_a/reward-rules/${added.body.id}`);
    const again = {
      scope: {},
      kind: "bundles",
      parameters: {
        bundles: [
          { quantity: 1, points: 1 },
          { quantity: 2, points: 3 },
        ],
      },
    };
    till.clock.advanceSeconds(1);
    ruleId = (await till.call("owner@shop_a", "POST /shops/shop_a/reward-rules", again)).body.id;
  });

  test("after the points were converted leaves a debt, which the next award fills first", async () => {
    const customerId = newCustomer();
    const sale = await sell(customerId, 4);
    await convertAll(customerId, 6n);
    expect((await refund(sale, [{ line: 0, quantity: 4 }])).body).toMatchObject({
      pointsTaken: 6,
      balance: { available: -6, pending: 0 },
    });
    const next = await till.call("cashier@shop_a", "POST /shops/shop_a/sales", {
      receiptNumber: "DEBT",
      customerId,
      lines: [{ productId: tea, quantity: 5 }],
    });
    expect(next.body).toMatchObject({ points: 7, balance: { available: 1, pending: 0 } });
  });

  test("of a sale without customer takes no points and is counted", async () => {
    const sale = await sell(null, 2);
    expect((await refund(sale, [{ line: 0, quantity: 1 }])).body).toMatchObject({
      pointsTaken: 0,
      balance: null,
    });
    expect((await receipt(sale)).lines[0].refundedQuantity).toBe(1);
  });

  test("repeated under its key takes once, and answers the same bytes", async () => {
    const sale = await sell(newCustomer(), 2);
    const headers = { "idempotency-key": "refund-once" };
    const first = await refund(sale, [{ line: 0, quantity: 1 }], headers);
    const again = await refund(sale, [{ line: 0, quantity: 1 }], headers);
    expect([again.status, again.text, again.replayed]).toEqual([201, first.text, true]);
    expect((await receipt(sale)).lines[0].refundedQuantity).toBe(1);
  });

  test("asked for many times at once never takes back more than was sold", async () => {
    const customerId = newCustomer();
    const sale = await sell(customerId, 3);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => refund(sale, [{ line: 0, quantity: 1 }])),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 422, 422, 422]);
    expect(await receipt(sale)).toMatchObject({ points: 4, refundedPoints: 4 });
  });

  test("goes through while the shop is suspended", async () => {
    const sale = await sell(newCustomer(), 1);
    till.shops.set("shop_a", { name: "兰州面馆", status: "suspended" });
    expect((await refund(sale, [{ line: 0, quantity: 1 }])).status).toBe(201);
    till.shops.set("shop_a", { name: "兰州面馆", status: "approved" });
  });
});

describe("a refund is refused", () => {
  test("for more than was sold, or a line that was not, and moves nothing", async () => {
    const sale = await sell(newCustomer(), 2, 1);
    const tooMany = [
      { line: 1, quantity: 1 },
      { line: 0, quantity: 3 },
    ];
    expect(await refund(sale, tooMany)).toMatchObject({
      status: 422,
      body: { code: "more_than_sold", detail: "Line 1 has 2 left to return, not 3." },
    });
    expect((await refund(sale, [{ line: 2, quantity: 1 }])).body.code).toBe("more_than_sold");
    expect((await receipt(sale)).refundedPoints).toBe(0);
  });

  test("for a receipt of another shop", async () => {
    const sale = await sell(newCustomer(), 1);
    const path = `POST /shops/shop_b/sales/${sale}/refunds` as const;
    const foreign = await till.call("owner@shop_b", path, { lines: [{ line: 0, quantity: 1 }] });
    expect(foreign).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  test.each([
    ["no lines", [], "/lines"],
    ["quantity 0", [{ line: 0, quantity: 0 }], "/lines/0/quantity"],
    ["a line below 0", [{ line: -1, quantity: 1 }], "/lines/0/line"],
  ])("with %s", async (_, lines, pointer) => {
    const sale = await sell(newCustomer(), 1);
    expect(await refund(sale, lines)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer }] },
    });
  });
});

/** Turns a customer's points into mall points, as the exchange would. */
async function convertAll(customerId: string, amount: bigint): Promise<void> {
  await till.database.transaction(async (sql) => {
    const posted = await post(
      sql,
      postings.convert({
        customerId,
        shopId: "shop_a",
        conversionId: `cnv_${customerId}`,
        taken: points(amount),
        given: points(1n),
        fee: points(0n),
        cost: points(0n),
        expiresAt: instant(Date.UTC(2030, 0, 1)),
        at: till.clock.now(),
        by: customerId,
      }),
    );
    invariant(posted.ok, "there is enough to convert");
  });
}
