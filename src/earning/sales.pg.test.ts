import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, openTill, type Till } from "./testing/open-till.ts";

let till: Till;
let tea: string;
let receipts = 0;
beforeAll(async () => {
  till = await openTill();
  tea = (await addProduct({ name: "Milk tea", barcode: "6901", price: 1200 })).body.id;
  await addRule({
    scope: { productId: tea },
    kind: "bundles",
    parameters: {
      bundles: [
        { quantity: 1, points: 1 },
        { quantity: 2, points: 3 },
      ],
    },
  });
});
afterAll(async () => {
  expect(await till.isBalanced()).toBe(true);
  await till.close();
});

const addProduct = (body: object) => till.call("owner@shop_a", "POST /shops/shop_a/products", body);
const addRule = (body: object) =>
  till.call("owner@shop_a", "POST /shops/shop_a/reward-rules", body);
const nextReceipt = () => {
  receipts += 1;
  return `R-${receipts}`;
};
function sell(body: object, headers?: Record<string, string>): Promise<Answer> {
  const sale = { receiptNumber: nextReceipt(), lines: [{ productId: tea, quantity: 1 }], ...body };
  return till.call("cashier@shop_a", "POST /shops/shop_a/sales", sale, headers);
}
const codeOf = async (customer: string): Promise<string> =>
  (await till.call(customer, "GET /me/member-code")).body.code;
const saleCount = async () => {
  const [row] = await till.database.query<{ count: bigint }>("select count(*) from sale");
  return row?.count;
};

describe("a sale", () => {
  test.each([
    [1, 1],
    [2, 3],
    [3, 4],
    [4, 6],
    [5, 7],
  ])("of %i earns %i, by {1 → 1, 2 → 3}", async (quantity, points) => {
    const customer = `cus_buyer_${quantity}`;
    till.customers.set(customer, `Buyer ${quantity}`);
    const sold = await sell({ customerId: customer, lines: [{ barcode: "6901", quantity }] });
    expect(sold).toMatchObject({
      status: 201,
      body: {
        points,
        pendingUntil: null,
        lines: [{ productId: tea, quantity, unitPrice: 1200, points }],
        balance: { available: points, pending: 0 },
        customerName: `Buyer ${quantity}`,
      },
    });
  });

  test("is on the shop's list and on the customer's own receipt", async () => {
    const sold = await sell({
      receiptNumber: "LIST-1",
      customerId: "cus_wang",
      lines: [{ productId: tea, quantity: 2, unitPrice: 1000 }],
      soldAt: "2026-02-27T20:00:00+08:00",
    });
    const receipt = {
      id: sold.body.id,
      receiptNumber: "LIST-1",
      soldAt: "2026-02-27T12:00:00.000Z",
      customerName: "王芳",
      points: 3,
      amount: 2000,
      refundedPoints: 0,
      lines: [
        {
          productId: tea,
          name: "Milk tea",
          quantity: 2,
          unitPrice: 1000,
          points: 3,
          refundedQuantity: 0,
        },
      ],
    };
    const listed = await till.call(
      "cashier@shop_a",
      "GET /shops/shop_a/sales?receiptNumber=LIST-1",
    );
    expect(listed.body).toEqual({ items: [receipt], nextCursor: null });
    const one = await till.call("owner@shop_a", `GET /shops/shop_a/sales/${sold.body.id}`);
    expect(one.body).toEqual(receipt);
    const own = await till.call("cus_wang", `GET /me/receipts/${sold.body.id}`);
    expect(own.body).toEqual({ ...receipt, shopName: "兰州面馆" });
    expect((await till.call("cus_lin", `GET /me/receipts/${sold.body.id}`)).status).toBe(404);
    expect(
      (await till.call("owner@shop_b", `GET /shops/shop_b/sales/${sold.body.id}`)).status,
    ).toBe(404);
  });

  test("keeps the product's name and price of its day", async () => {
    const { body: cake } = await addProduct({ name: "Cake", price: 900 });
    const sold = await sell({ lines: [{ productId: cake.id, quantity: 1 }] });
    const path = `PATCH /shops/shop_a/products/${cake.id}` as const;
    await till.call("owner@shop_a", path, { name: "Torte", price: 1, status: "archived" });
    const { body } = await till.call("owner@shop_a", `GET /shops/shop_a/sales/${sold.body.id}`);
    expect(body).toMatchObject({ amount: 900, lines: [{ name: "Cake", unitPrice: 900 }] });
  });

  test("without a customer is recorded, and gives nobody points", async () => {
    expect(await sell({})).toMatchObject({
      status: 201,
      body: {
        points: 0,
        balance: null,
        customerName: null,
        lines: [{ points: 0, ruleIds: [], because: "No member on this receipt" }],
      },
    });
  });

  test("without a rule posts nothing, and answers the balance", async () => {
    const { body: plain } = await addProduct({ name: "Napkins", price: 10 });
    const sold = await sell({
      customerId: "cus_lin",
      lines: [{ productId: plain.id, quantity: 9 }],
    });
    expect(sold.body).toMatchObject({ points: 0, balance: { available: 0, pending: 0 } });
  });

  test("keeps two lines of one product apart, and counts them together", async () => {
    const line = { productId: tea, quantity: 1 };
    const sold = await sell({ customerId: "cus_lin", lines: [line, line] });
    expect(sold.body.lines.map((one: { points: number }) => one.points)).toEqual([2, 1]);
  });

  test("counts towards the day", async () => {
    const since = till.clock.now();
    const before = await till.earning.salesSince(till.database, { shopId: "shop_a", since });
    await sell({ customerId: "cus_lin" });
    const after = await till.earning.salesSince(till.database, { shopId: "shop_a", since });
    expect(after).toEqual({ sales: before.sales + 1, points: before.points + 1n });
  });
});

describe("a receipt number", () => {
  test("posted again with the same content answers 200 with the first answer, and moves nothing", async () => {
    const sale = { receiptNumber: "AGAIN", customerId: "cus_lin" };
    const first = await sell(sale);
    await sell({ customerId: "cus_lin" });
    const again = await sell(sale, { "accept-language": "zh-CN" });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.text).toBe(first.text);
    expect(again.replayed).toBe(false);
  });

  test("posted again under the same idempotency key answers the same bytes, as replayed", async () => {
    const sale = { receiptNumber: "REPLAY", customerId: "cus_lin" };
    const headers = { "idempotency-key": "replay-1" };
    const first = await sell(sale, headers);
    const again = await sell(sale, headers);
    expect([again.status, again.text, again.replayed]).toEqual([201, first.text, true]);
  });

  test.each([
    ["another quantity", { lines: [{ barcode: "6901", quantity: 2 }] }],
    [
      "another line",
      {
        lines: [
          { barcode: "6901", quantity: 1 },
          { barcode: "6901", quantity: 1 },
        ],
      },
    ],
    ["another price", { lines: [{ barcode: "6901", quantity: 1, unitPrice: 1 }] }],
    ["another customer", { customerId: "cus_wang" }],
    ["another time", { soldAt: "2026-02-01T00:00:00Z" }],
  ])("posted with %s is refused", async (name, change) => {
    const receiptNumber = `REUSED ${name}`;
    const sale = {
      receiptNumber,
      customerId: "cus_lin",
      lines: [{ barcode: "6901", quantity: 1 }],
    };
    await sell(sale);
    expect(await sell({ ...sale, ...change })).toMatchObject({
      status: 409,
      body: { code: "receipt_number_reused", detail: expect.stringContaining(receiptNumber) },
    });
  });

  test("is each shop's own", async () => {
    await sell({ receiptNumber: "SHARED" });
    const other = await till.call("owner@shop_b", "POST /shops/shop_b/products", {
      name: "x",
      price: 1,
    });
    const sale = { receiptNumber: "SHARED", lines: [{ productId: other.body.id, quantity: 3 }] };
    expect((await till.call("owner@shop_b", "POST /shops/shop_b/sales", sale)).status).toBe(201);
  });

  test("posted many times at once is one sale: one 201, the others 200 with its answer", async () => {
    const before = await saleCount();
    const sale = { receiptNumber: "RACE", customerId: "cus_lin" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => sell(sale)));
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200, 200, 200, 200, 200, 200, 200, 201,
    ]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await saleCount()).toBe((before ?? 0n) + 1n);
  });

  test("posted at once with different content is one sale, and one refusal", async () => {
    const lines = (quantity: number) => ({ lines: [{ productId: tea, quantity }] });
    const answers = await Promise.all(
      [1, 2].map((quantity) => sell({ receiptNumber: "RACE 2", ...lines(quantity) })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test("of a refused sale is free again", async () => {
    const wrong = await sell({ receiptNumber: "FREE", lines: [{ barcode: "none", quantity: 1 }] });
    expect(wrong.body.code).toBe("unknown_product");
    expect((await sell({ receiptNumber: "FREE" })).status).toBe(201);
  });
});

describe("a member code", () => {
  test("names the customer once", async () => {
    const code = await codeOf("cus_lin");
    expect(code).toMatch(/^\d{18}$/);
    const looked = await till.call("cashier@shop_a", "POST /shops/shop_a/members/lookup", {
      memberCode: code,
    });
    expect(looked.body).toMatchObject({ customerId: "cus_lin", displayName: "林晓" });
    const sale = { receiptNumber: "CODE", memberCode: code };
    const sold = await sell(sale);
    expect(sold).toMatchObject({ status: 201, body: { customerName: "林晓" } });
    expect(await sell({ memberCode: code })).toMatchObject({
      status: 422,
      body: { code: "member_code_invalid" },
    });
    const after = await till.call("cashier@shop_a", "POST /shops/shop_a/members/lookup", {
      memberCode: code,
    });
    expect(after.body.code).toBe("member_code_invalid");
    till.clock.advanceSeconds(3600);
    const again = await sell(sale);
    expect([again.status, again.text]).toEqual([200, sold.text]);
  });

  test.each([
    [59, 201],
    [60, 422],
  ])("after %i seconds answers %i", async (seconds, status) => {
    const memberCode = await codeOf("cus_lin");
    till.clock.advanceSeconds(seconds);
    expect((await sell({ memberCode })).status).toBe(status);
  });

  test.each(["123", "990000000000000000", "000000000000000000", "6901234567890"])(
    "that is none of ours is refused: %s",
    async (memberCode) => {
      expect((await sell({ memberCode })).body.code).toBe("member_code_invalid");
    },
  );

  test("shown at two tills at once is used at one", async () => {
    const memberCode = await codeOf("cus_lin");
    const answers = await Promise.all(Array.from({ length: 6 }, () => sell({ memberCode })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422, 422]);
  });

  test("is not used up by a sale that is refused", async () => {
    const memberCode = await codeOf("cus_lin");
    expect((await sell({ memberCode, lines: [{ barcode: "none", quantity: 1 }] })).status).toBe(
      422,
    );
    expect((await sell({ memberCode })).status).toBe(201);
  });

  test("is kept as a hash, and forgotten when another one is asked for after its time", async () => {
    const code = await codeOf("cus_wang");
    const rows = () =>
      till.database.query<{ row: string }>(
        "select member_code::text as row from member_code where customer_id = 'cus_wang'",
      );
    expect((await rows())[0]?.row).not.toContain(code);
    till.clock.advanceSeconds(61);
    await codeOf("cus_wang");
    expect(await rows()).toHaveLength(1);
  });
});

describe("a sale is refused", () => {
  test.each([
    ["a customer twice", { memberCode: "1", customerId: "cus_lin" }, "/customerId"],
    ["neither product nor barcode", { lines: [{ quantity: 1 }] }, "/lines/0"],
    ["product and barcode", { lines: [{ productId: "x", barcode: "y", quantity: 1 }] }, "/lines/0"],
    ["no lines", { lines: [] }, "/lines"],
    ["quantity 0", { lines: [{ barcode: "6901", quantity: 0 }] }, "/lines/0/quantity"],
    [
      "quantity 1,000,001",
      { lines: [{ barcode: "6901", quantity: 1_000_001 }] },
      "/lines/0/quantity",
    ],
    ["half a piece", { lines: [{ barcode: "6901", quantity: 1.5 }] }, "/lines/0/quantity"],
    ["a blank receipt number", { receiptNumber: " " }, "/receiptNumber"],
    ["a time that does not exist", { soldAt: "2026-02-30T00:00:00Z" }, "/soldAt"],
    ["a time in the future", { soldAt: "2026-05-01T00:00:00Z" }, "/soldAt"],
    ["an unknown field", { tip: 1 }, "/tip"],
    [
      "1,001 lines",
      { lines: Array.from({ length: 1_001 }, () => ({ barcode: "6901", quantity: 1 })) },
      "/lines",
    ],
  ])("with %s", async (_, body, pointer) => {
    expect(await sell(body)).toMatchObject({
      status: 422,
      body: { code: "invalid_request", errors: [{ pointer }] },
    });
  });

  test("in this order: shop, receipt, product, customer", async () => {
    const wrong = { receiptNumber: "ORDER", lines: [{ barcode: "none", quantity: 1 }] };
    const known = { receiptNumber: "ORDER KNOWN" };
    await sell(known);
    const shop = till.shops.get("shop_a");
    till.shops.set("shop_a", { name: "x", status: "pending" });
    expect((await sell(known)).body.code).toBe("shop_not_approved");
    till.shops.set("shop_a", { name: "x", status: "suspended" });
    expect((await sell({ ...wrong, customerId: "cus_nobody" })).body.code).toBe("shop_suspended");
    if (shop) till.shops.set("shop_a", shop);
    expect((await sell({ ...wrong, ...known })).body.code).toBe("receipt_number_reused");
    expect(await sell({ ...wrong, customerId: "cus_nobody" })).toMatchObject({
      status: 422,
      body: { code: "unknown_product", detail: "Line 1 names a product this shop does not have." },
    });
    expect((await sell({ customerId: "cus_nobody" })).body.code).toBe("unknown_customer");
  });

  test("when its products are another shop's, or archived", async () => {
    const lines = [{ productId: tea, quantity: 1 }];
    const foreign = { receiptNumber: "F", lines };
    const answer = await till.call("owner@shop_b", "POST /shops/shop_b/sales", foreign);
    expect(answer.body.code).toBe("unknown_product");
    const { body: old } = await addProduct({ name: "Old", barcode: "old", price: 1 });
    await till.call("owner@shop_a", `PATCH /shops/shop_a/products/${old.id}`, {
      status: "archived",
    });
    for (const line of [{ productId: old.id }, { barcode: "old" }]) {
      expect((await sell({ lines: [{ ...line, quantity: 1 }] })).body.code).toBe("unknown_product");
    }
  });

  test("when its amount leaves the wire's range", async () => {
    const line = { productId: tea, quantity: 1_000_000, unitPrice: 1_000_000_000_000 };
    expect((await sell({ lines: [line] })).body.code).toBe("amount_out_of_range");
  });
});
