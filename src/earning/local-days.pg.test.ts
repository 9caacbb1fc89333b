import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, openTill, type Till } from "./testing/open-till.ts";

let till: Till;
const products = new Map<string, string>();
beforeAll(async () => {
  till = await openTill();
  for (const shop of ["shop_a", "shop_b"]) {
    const product = { name: "Milk tea", barcode: "6901", price: 1200 };
    const made = await till.call(`owner@${shop}`, `POST /shops/${shop}/products`, product);
    products.set(shop, made.body.id);
    const rule = { scope: {}, kind: "per_unit", parameters: { points: 10 } };
    await till.call(`owner@${shop}`, `POST /shops/${shop}/reward-rules`, rule);
  }
});
afterAll(async () => {
  expect(await till.isBalanced()).toBe(true);
  await till.close();
});

function goTo(moment: string): void {
  const seconds = (Date.parse(moment) - till.clock.now()) / 1000;
  expect(seconds).toBeGreaterThan(0);
  till.clock.advanceSeconds(seconds);
}

type Rules = Parameters<Till["shops"]["set"]>[1];
function setRules(shop: string, rules: Partial<Rules>): void {
  const before = till.shops.get(shop);
  if (!before) throw new Error("there are two shops");
  till.shops.set(shop, { ...before, ...rules });
}

let sent = 0;
function sell(shop: string, body: object, key?: string): Promise<Answer> {
  sent += 1;
  const sale = {
    receiptNumber: `N-${sent}`,
    customerId: "cus_lin",
    lines: [{ productId: products.get(shop), quantity: 1 }],
    ...body,
  };
  const headers = { "idempotency-key": key ?? `sent ${sent}` };
  return till.call(`cashier@${shop}`, `POST /shops/${shop}/sales`, sale, headers);
}
const outcomeOf = ({ status, body }: Answer) => (status < 300 ? status : body.code);

describe("points are good through the last local day promised", () => {
  test.each([
    ["a day before midnight", null, 1, "2026-03-02T15:59:59.999Z", "2026-03-03T16:00:00.000Z"],
    ["a day from midnight on", null, 1, "2026-03-02T16:00:00.000Z", "2026-03-04T16:00:00.000Z"],
    [
      "a day where the shop is",
      "America/New_York",
      1,
      "2026-03-07T20:00:00.000Z",
      "2026-03-09T04:00:00.000Z",
    ],
    [
      "a quarter of an hour off",
      "Asia/Kathmandu",
      2,
      "2026-03-10T18:20:00.000Z",
      "2026-03-13T18:15:00.000Z",
    ],
    ["as the mall says", null, null, "2026-03-12T12:00:00.000Z", "2027-03-12T16:00:00.000Z"],
  ])("%s", async (name, timeZone, pointsExpireDays, now, end) => {
    const customerId = `cus_${name.replaceAll(" ", "_")}`;
    till.customers.set(customerId, name);
    setRules("shop_a", { timeZone, pointsExpireDays });
    goTo(now);
    expect((await sell("shop_a", { customerId })).status).toBe(201);
    const [lot] = await till.database.query<{ at: number }>(
      `select l.expires_at as at from ledger_lot l
       join ledger_account a on a.bucket = l.bucket and a.id = l.account_id where a.owner = $1`,
      [customerId],
    );
    expect(new Date(lot?.at ?? Number.NaN).toISOString()).toBe(end);
  });
});

describe("receipt numbers that begin anew every day", () => {
  // Both sides of midnight in Shanghai, on one day of UTC; and both sides of midnight in UTC.
  const [EVENING, NIGHT, MORNING] = [
    "2026-03-20T15:50:00.000Z",
    "2026-03-20T16:10:00.000Z",
    "2026-03-21T01:00:00.000Z",
  ];

  test("are free again with the local day, and only then", async () => {
    setRules("shop_b", { receiptNumbers: "daily", receiptNumbersWereDaily: true, timeZone: null });
    goTo("2026-03-21T02:00:00.000Z");
    const at = (soldAt: string, more: object = {}) =>
      sell("shop_b", { receiptNumber: "1", soldAt, ...more });
    expect(outcomeOf(await at(EVENING))).toBe(201);
    expect(outcomeOf(await at(NIGHT))).toBe(201);
    expect(outcomeOf(await at(MORNING))).toBe("receipt_number_reused");
    expect(outcomeOf(await at(EVENING))).toBe(200);
    expect(outcomeOf(await at(NIGHT))).toBe(200);
    const other = { lines: [{ productId: products.get("shop_b"), quantity: 2 }] };
    expect(outcomeOf(await at(EVENING, other))).toBe("receipt_number_reused");
  });

  test("are looked up with all days, newest first, a page at a time", async () => {
    const path = "GET /shops/shop_b/sales?receiptNumber=1";
    const all = await till.call("cashier@shop_b", path);
    expect(all.body.items.map(({ soldAt }: { soldAt: string }) => soldAt)).toEqual([
      NIGHT,
      EVENING,
    ]);
    const first = await till.call("cashier@shop_b", `${path}&limit=1`);
    expect(first.body.items.map(({ soldAt }: { soldAt: string }) => soldAt)).toEqual([NIGHT]);
    const next = await till.call(
      "cashier@shop_b",
      `${path}&limit=1&cursor=${first.body.nextCursor}`,
    );
    expect(next.body.items.map(({ soldAt }: { soldAt: string }) => soldAt)).toEqual([EVENING]);
    expect(next.body.nextCursor).toBeNull();
  });

  test("are taken once a day when twenty tills post one at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        sell("shop_b", {
          receiptNumber: "at once",
          soldAt: index % 2 === 0 ? EVENING : NIGHT,
        }),
      ),
    );
    const outcomes = answers.map(outcomeOf).sort();
    expect(outcomes).toEqual([...Array(18).fill(200), 201, 201]);
  });

  test("stand by themselves in one batch", async () => {
    const line = { productId: products.get("shop_b"), quantity: 1 };
    const sale = { receiptNumber: "batch", customerId: "cus_lin", lines: [line] };
    const sales = [
      { ...sale, soldAt: EVENING },
      { ...sale, soldAt: NIGHT },
      { ...sale, soldAt: EVENING },
      { ...sale, soldAt: MORNING },
    ];
    const answer = await till.call("cashier@shop_b", "POST /shops/shop_b/sales/batch", { sales });
    expect(answer.body.results.map(({ status }: { status: number }) => status)).toEqual([
      201, 201, 200, 409,
    ]);
  });

  test("of a sale that says when it was are the same after a change of zone", async () => {
    const sold = { receiptNumber: "zone", soldAt: NIGHT };
    expect(outcomeOf(await sell("shop_b", sold))).toBe(201);
    setRules("shop_b", { timeZone: "America/New_York" });
    expect(outcomeOf(await sell("shop_b", sold))).toBe(200);
    setRules("shop_b", { timeZone: null });
  });

  test("keep what they meant when the shop changes how it counts, either way", async () => {
    setRules("shop_b", { receiptNumbers: "once", receiptNumbersWereDaily: false });
    const old = { receiptNumber: "kept", soldAt: EVENING };
    expect(outcomeOf(await sell("shop_b", old))).toBe(201);
    const next = { receiptNumber: "kept", soldAt: NIGHT };
    const refused = await sell("shop_b", next);
    expect(outcomeOf(refused)).toBe("receipt_number_reused");
    expect(refused.body.detail).toContain("kept");
    setRules("shop_b", { receiptNumbers: "daily", receiptNumbersWereDaily: true });
    expect(outcomeOf(await sell("shop_b", old))).toBe(200);
    expect(outcomeOf(await sell("shop_b", next))).toBe(201);
    setRules("shop_b", { receiptNumbers: "once" });
    expect(outcomeOf(await sell("shop_b", old))).toBe(200);
    expect(outcomeOf(await sell("shop_b", next))).toBe(200);
    const later = { receiptNumber: "kept", soldAt: "2026-03-21T01:30:00.000Z" };
    expect(outcomeOf(await sell("shop_b", later))).toBe("receipt_number_reused");
    // A number of a day long gone is taken, too.
    setRules("shop_b", { receiptNumbers: "daily" });
    const long = { receiptNumber: "long", soldAt: "2020-01-01T00:00:00.000Z" };
    expect(outcomeOf(await sell("shop_b", long))).toBe(201);
    setRules("shop_b", { receiptNumbers: "once" });
    expect(outcomeOf(await sell("shop_b", { receiptNumber: "long" }))).toBe(
      "receipt_number_reused",
    );
  });

  test("of a sale in the year one are a number like any other", async () => {
    setRules("shop_b", { receiptNumbers: "daily", timeZone: "America/New_York" });
    const first = { receiptNumber: "first", soldAt: "0001-01-01T00:00:00.000Z" };
    expect(outcomeOf(await sell("shop_b", first))).toBe(201);
    expect(outcomeOf(await sell("shop_b", first))).toBe(200);
  });
});
