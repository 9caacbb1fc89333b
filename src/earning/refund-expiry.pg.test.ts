import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { points } from "../kernel/points.ts";
import { expireAllDue, matureAllDue, post, postings } from "../ledger/index.ts";
import { openTill, type Till } from "./testing/open-till.ts";
import { RefundModel } from "./testing/refund-model.ts";

// What comes back after points have expired, were spent, or were never counted together.

const DAY_SECONDS = 86_400;
/** Points last 365 days; steps of ten days keep clear of the last one. */
const LASTS_DAYS = 370;
const FAR_AWAY = instant(Date.UTC(2090, 0, 1));

let till: Till;
let tea: string;
let count = 0;
beforeAll(async () => {
  till = await openTill();
  const product = { name: "Milk tea", barcode: "6901", price: 1200 };
  tea = (await till.call("owner@shop_a", "POST /shops/shop_a/products", product)).body.id;
  const bundles = [
    { quantity: 1, points: 1 },
    { quantity: 2, points: 3 },
  ];
  const rule = { scope: {}, kind: "bundles", parameters: { bundles } };
  await till.call("owner@shop_a", "POST /shops/shop_a/reward-rules", rule);
});
afterAll(async () => {
  expect(await till.isBalanced()).toBe(true);
  await till.close();
});

function newCustomer(): string {
  count += 1;
  const id = `cus_x${count}`;
  till.customers.set(id, `Customer ${count}`);
  return id;
}
async function sell(customerId: string, ...quantities: number[]) {
  count += 1;
  const lines = quantities.map((quantity, line) =>
    line % 2 === 0 ? { productId: tea, quantity } : { barcode: "6901", quantity },
  );
  const sale = { receiptNumber: `X-${count}`, customerId, lines };
  const sold = await till.call("cashier@shop_a", "POST /shops/shop_a/sales", sale);
  expect(sold.status).toBe(201);
  return sold.body;
}
async function refund(saleId: string, line: number, quantity: number) {
  const path = `POST /shops/shop_a/sales/${saleId}/refunds` as const;
  const back = await till.call("cashier@shop_a", path, { lines: [{ line, quantity }] });
  expect(back.status).toBe(201);
  return back.body;
}
async function convert(customerId: string, amount: number): Promise<void> {
  count += 1;
  const it = { customerId, shopId: "shop_a", conversionId: `cnv_x${count}`, by: customerId };
  const shares = { taken: points(BigInt(amount)), given: points(1n), fee: points(0n) };
  const posting = postings.convert({
    ...it,
    ...shares,
    cost: points(0n),
    expiresAt: FAR_AWAY,
    at: till.clock.now(),
  });
  const posted = await till.database.transaction((sql) => post(sql, posting));
  invariant(posted.ok, "there is enough to convert");
}
const wait = (days: number) => till.clock.advanceSeconds(days * DAY_SECONDS);

describe("goods that come back after their points expired", () => {
  test("take nothing again, and the next award is the customer's whole", async () => {
    const customer = newCustomer();
    const sale = await sell(customer, 20);
    wait(LASTS_DAYS);
    const back = await refund(sale.id, 0, 20);
    expect(back).toMatchObject({ pointsTaken: 0, balance: { available: 0, pending: 0 } });
    expect((await sell(customer, 2)).balance).toEqual({ available: 3, pending: 0 });
  });

  test("take what was spent, not what expired", async () => {
    const customer = newCustomer();
    const sale = await sell(customer, 20);
    await convert(customer, 10);
    wait(LASTS_DAYS);
    expect(await refund(sale.id, 0, 6)).toMatchObject({ pointsTaken: 9 });
    const rest = await refund(sale.id, 0, 14);
    expect(rest).toMatchObject({ pointsTaken: 1, balance: { available: -10, pending: 0 } });
  });

  test("one before and one after expiry take what is left between them", async () => {
    const customer = newCustomer();
    const sale = await sell(customer, 20);
    expect(await refund(sale.id, 0, 10)).toMatchObject({ pointsTaken: 15 });
    wait(LASTS_DAYS);
    const rest = await refund(sale.id, 0, 10);
    expect(rest).toMatchObject({ pointsTaken: 0, balance: { available: 0, pending: 0 } });
  });

  test("leave other sales' points alone", async () => {
    const customer = newCustomer();
    const old = await sell(customer, 20);
    wait(LASTS_DAYS - 10);
    await sell(customer, 4);
    wait(10);
    const back = await refund(old.id, 0, 20);
    expect(back).toMatchObject({ pointsTaken: 0, balance: { available: 6, pending: 0 } });
  });

  test("whether the job that lets points expire has run or not", async () => {
    const [lazy, swept] = [newCustomer(), newCustomer()];
    const sales = [await sell(lazy, 7), await sell(swept, 7)];
    wait(LASTS_DAYS);
    expect((await refund(sales[0]?.id, 0, 3)).pointsTaken).toBe(0);
    await expireAllDue(till.database, { clock: till.clock, signal: never() });
    expect((await refund(sales[1]?.id, 0, 3)).pointsTaken).toBe(0);
  });
});

const never = () => new AbortController().signal;

test("two lines of a product, one by its barcode, earn and come back as one line of two", async () => {
  const [split, whole] = [newCustomer(), newCustomer()];
  const sale = await sell(split, 1, 1);
  expect(sale.lines.map((line: { points: number }) => line.points)).toEqual([2, 1]);
  expect([sale.points, (await sell(whole, 2)).points]).toEqual([3, 3]);
  expect(await refund(sale.id, 1, 1)).toMatchObject({ pointsTaken: 2 });
  expect(await refund(sale.id, 0, 1)).toMatchObject({ pointsTaken: 1, balance: { available: 0 } });
});

describe("a receipt from before lines counted together", () => {
  /** Two lines of one tea that earned 1 each, as they were written then. */
  async function oldReceipt(): Promise<{ customerId: string; id: string }> {
    const customerId = newCustomer();
    const { id } = await sell(newCustomer(), 1, 1);
    const oldId = `${id}_old`;
    const { database, clock } = till;
    await database.transaction(async (sql) => {
      await sql.execute(
        `insert into sale (bucket, id, shop_id, receipt_number, receipt_day, fingerprint, customer_id,
           sold_at, created_at, created_by, amount, points, rules, lines, answer, counts_together)
         select bucket, $1, shop_id, $1, receipt_day, fingerprint, $2, sold_at, created_at, created_by,
           amount, 2, rules, jsonb_set(jsonb_set(lines, '{0,points}', '1'), '{1,points}', '1'), answer,
           false
         from sale where id = $3`,
        [oldId, customerId, id],
      );
      const earned = { customerId, shopId: "shop_a", saleId: oldId, points: points(2n) };
      const it = { ...earned, expiresAt: FAR_AWAY, at: clock.now(), by: "test" };
      invariant((await post(sql, postings.earn(it))).ok, "an award is posted");
    });
    return { customerId, id: oldId };
  }

  test.each([0, 1])(
    "gives back from line %s what that line earned, and all in all what it gave",
    async (first) => {
      const { id } = await oldReceipt();
      expect(await refund(id, first, 1)).toMatchObject({ pointsTaken: 1 });
      const rest = await refund(id, 1 - first, 1);
      expect(rest).toMatchObject({ pointsTaken: 1, balance: { available: 0, pending: 0 } });
    },
  );
});

test("law: refunds, conversions and expiry in any order leave what counting every point leaves", async () => {
  const step = fc.record({
    verb: fc.constantFrom("sell", "sell", "convert", "wait", "refund", "refund", "refund"),
    quantities: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    nth: fc.nat(5),
    days: fc.constantFrom(10, 180, 360, 370),
  });
  const scenario = fc.record({
    steps: fc.array(step, { minLength: 4, maxLength: 14 }),
    returnDays: fc.constantFrom(0, 0, 15),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ steps, returnDays }) => {
      till.shops.set("shop_a", { name: "兰州面馆", status: "approved", returnDays });
      const customer = newCustomer();
      const model = new RefundModel();
      for (const { verb, quantities, part, nth, days } of steps) {
        const now = till.clock.now() / (DAY_SECONDS * 1000);
        if (verb === "sell") {
          const sold = await sell(customer, ...quantities);
          const maturesAt = now + returnDays;
          const sale = model.sell(sold.id, quantities, { now, expiresAt: now + 366, maturesAt });
          expect(sold.points).toBe(sale.award);
        } else if (verb === "wait") {
          wait(days);
          model.wait(now + days);
          const job = { clock: till.clock, signal: never() };
          // What is due expires all the same when the points are next asked for.
          if (days === 180) await expireAllDue(till.database, job);
          if (returnDays > 0) await matureAllDue(till.database, job);
        } else if (verb === "convert") {
          const amount = Math.floor(part * model.available);
          if (amount < 1) continue;
          await convert(customer, amount);
          model.convert(amount);
        } else {
          const sale = model.sales.at(-1 - (nth % Math.max(model.sales.length, 1)));
          const line = nth % (sale?.lines.length ?? 1);
          const left = (sale?.lines[line] ?? 0) - (sale?.returned[line] ?? 0);
          const quantity = Math.ceil(part * left);
          if (!sale || quantity < 1) continue;
          const taken = model.refund(sale, line, quantity);
          const balance = { available: model.available, pending: model.pending };
          expect(await refund(sale.id, line, quantity)).toMatchObject({
            pointsTaken: taken,
            balance,
          });
        }
      }
      till.shops.set("shop_a", { name: "兰州面馆", status: "approved" });
    }),
    { numRuns: 25 },
  );
});
