import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answer } from "./testing/open-till.ts";
import {
  closeTwoTills,
  expectSameBooks,
  nextNumber,
  onBoth,
  openTwoTills,
  pair,
  sell,
  tea,
  transactionsOf,
} from "./testing/two-tills.ts";

beforeAll(openTwoTills);
afterAll(closeTwoTills);

describe("a sale in one flight", () => {
  test("is answered like one in two, and one flight it was", async () => {
    await sell({ customerId: "cus_lin" });
    const taken = await transactionsOf(async () => {
      const sold = await sell({ customerId: "cus_lin", quantity: 3 });
      expect(sold.body).toMatchObject({ points: 30, balance: { available: 40, pending: 0 } });
    });
    expect(taken).toBe(0);
    await expectSameBooks();
  });

  test.each(['O\'Hara "Rex" \\ 林\t🀄', "\u2028<b>", "\u007f\u0001 ends"])(
    "names the customer %j as JSON does",
    async (name) => {
      const id = `cus_${Buffer.from(name).toString("hex")}`;
      for (const till of [pair.fast, pair.slow]) till.customers.set(id, name);
      await sell({ customerId: id });
      const taken = await transactionsOf(async () => {
        expect((await sell({ customerId: id })).body.customerName).toBe(name);
      });
      expect(taken).toBe(0);
    },
  );

  test("with its key used before is answered by the key", async () => {
    const body = { customerId: "cus_lin", receiptNumber: nextNumber() };
    const headers = { "idempotency-key": "used twice" };
    const first = await sell(body, headers);
    const again = await sell(body, headers);
    expect(again).toMatchObject({ status: 201, replayed: true, text: first.text });
    expect((await sell({ ...body, quantity: 2 }, headers)).body.code).toBe(
      "idempotency_key_reused",
    );
    await expectSameBooks();
  });

  test("with its number used before is answered by the number", async () => {
    const body = { customerId: "cus_lin", receiptNumber: nextNumber() };
    const first = await sell(body);
    expect(await sell(body)).toMatchObject({ status: 200, replayed: false, text: first.text });
    expect((await sell({ ...body, quantity: 2 })).body.code).toBe("receipt_number_reused");
    await expectSameBooks();
  });

  test("of nobody known moves nothing", async () => {
    expect((await sell({ customerId: "cus_nobody" })).body.code).toBe("unknown_customer");
    await expectSameBooks();
  });

  test("of somebody whose account is gone from the people moves nothing", async () => {
    for (const till of [pair.fast, pair.slow]) till.customers.set("cus_leaves", "Leaves");
    await sell({ customerId: "cus_leaves" });
    for (const till of [pair.fast, pair.slow]) {
      till.customers.delete("cus_leaves");
      await till.database.execute("delete from stand_in_customer where id = 'cus_leaves'");
    }
    expect((await sell({ customerId: "cus_leaves" })).body.code).toBe("unknown_customer");
    await expectSameBooks();
  });

  test("goes by a rule from the sale on that follows it", async () => {
    await sell({ customerId: "cus_wang" });
    await onBoth((till) =>
      till.call("owner@shop_a", "POST /shops/shop_a/reward-rules", {
        scope: { productId: till === pair.fast ? tea.fast : tea.slow },
        kind: "bundles",
        parameters: { bundles: [{ quantity: 1, points: 11 }] },
      }),
    );
    expect((await sell({ customerId: "cus_wang" })).body.points).toBe(11);
    const taken = await transactionsOf(() => sell({ customerId: "cus_wang" }));
    expect(taken).toBe(0);
    await expectSameBooks();
  });
});

describe("receipts sent together", () => {
  const send = (sales: readonly object[]) =>
    onBoth((till) => till.call("cashier@shop_a", "POST /shops/shop_a/sales/batch", { sales }));
  const receipt = (barcode: string, more: object) => {
    return { receiptNumber: nextNumber(), lines: [{ barcode, quantity: 1 }], ...more };
  };
  beforeAll(async () => {
    for (const customerId of ["cus_lin", "cus_wang"]) await sell({ customerId });
  });

  test("that all earn show it after each, one customer's too", async () => {
    const sales = ["cus_lin", "cus_wang", "cus_lin", "cus_lin"].map((customerId) =>
      receipt("6901", { customerId }),
    );
    const [first, , second, third] = (await send(sales)).body.results;
    const { available } = first.sale.balance;
    const { points: each } = first.sale;
    expect([second, third].map(({ sale }) => sale.balance.available - available)).toEqual([
      each,
      2 * each,
    ]);
    await expectSameBooks();
  });

  test("show what there was after each, also where one earns nothing", async () => {
    const customerId = "cus_lin";
    await send([receipt("6902", { customerId }), receipt("6901", { customerId })]);
    await expectSameBooks();
  });

  test("show it too where the first names the customer by a code", async () => {
    const codes = await Promise.all(
      [pair.fast, pair.slow].map((till) => till.call("cus_lin", "GET /me/member-code")),
    );
    const number = nextNumber();
    await onBoth((till) => {
      const { code } = codes[till === pair.fast ? 0 : 1]?.body ?? {};
      const sales = [
        { ...receipt("6901", { memberCode: code }), receiptNumber: number },
        { ...receipt("6901", { customerId: "cus_lin" }), receiptNumber: `${number} B` },
      ];
      return till.call("cashier@shop_a", "POST /shops/shop_a/sales/batch", { sales });
    });
    await expectSameBooks();
  });

  test("under one number: the first is looked at first", async () => {
    const customerId = "cus_lin";
    const receiptNumber = nextNumber();
    const answer = await send([
      receipt("6903", { customerId, receiptNumber }),
      receipt("6901", { customerId: "cus_wang", receiptNumber }),
    ]);
    expect(answer.body.results.map(({ status }: Answer) => status)).toEqual([422, 201]);
    await expectSameBooks();
  });

  test("again, some of them under another key: those get their first answer", async () => {
    const old = receipt("6901", { customerId: "cus_lin" });
    await send([old]);
    const both = await send([receipt("6901", { customerId: "cus_wang" }), old]);
    expect(both.body.results.map(({ status }: Answer) => status)).toEqual([201, 200]);
    await expectSameBooks();
  });
});

test("numbers that begin anew every day are read first", async () => {
  for (const { shops } of [pair.fast, pair.slow]) {
    const shop = shops.get("shop_a") ?? { name: "", status: "approved" };
    shops.set("shop_a", { ...shop, receiptNumbers: "daily" });
  }
  await sell({ customerId: "cus_lin", receiptNumber: "1" });
  for (const { clock } of [pair.fast, pair.slow]) clock.advanceSeconds(86_400);
  expect((await sell({ customerId: "cus_lin", receiptNumber: "1" })).status).toBe(201);
  for (const { shops } of [pair.fast, pair.slow]) {
    const shop = shops.get("shop_a") ?? { name: "", status: "approved" };
    shops.set("shop_a", { ...shop, receiptNumbers: "once" });
  }
  await expectSameBooks();
});

test("many at once, of the same customers: every point once, and every receipt", async () => {
  const { fast } = pair;
  const before = await fast.call("cashier@shop_a", "POST /shops/shop_a/sales", {
    receiptNumber: nextNumber(),
    customerId: "cus_lin",
    lines: [{ productId: tea.fast, quantity: 1 }],
  });
  const each = before.body.points;
  const count = 120;
  const sales = Array.from({ length: count }, (_, index) =>
    fast.call("cashier@shop_a", "POST /shops/shop_a/sales", {
      receiptNumber: `MANY-${index % 100}`,
      customerId: index % 2 === 0 ? "cus_lin" : "cus_wang",
      lines: [{ productId: tea.fast, quantity: 1 }],
    }),
  );
  const statuses = (await Promise.all(sales)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(100);
  expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  const [row] = await fast.database.query<{ points: bigint; sales: bigint }>(
    `select sum(points)::bigint as points, count(*) as sales from sale where receipt_number like 'MANY-%'`,
  );
  expect(row).toEqual({ points: BigInt(100 * each), sales: 100n });
  expect(await fast.isBalanced()).toBe(true);
});
