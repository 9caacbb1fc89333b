import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bucketOf } from "../kernel/bucket.ts";
import { instant } from "../kernel/clock.ts";
import { points } from "../kernel/points.ts";
import { type Database, openDatabase, type Transaction } from "../platform/db/database.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/postgres.ts";
import { accountId } from "./account.ts";
import { audit } from "./audit.ts";
import * as postings from "./kinds.ts";
import { midnight } from "./midnight.fixture.ts";
import { post, postAll } from "./post.ts";
import type { Posting } from "./posting.ts";
import { availableOf, houseBalance, movementsOf, walletOf } from "./read.ts";
import { makeViewsWritable } from "./writable-views.fixture.ts";

const NOON = instant(Date.UTC(2026, 0, 10, 12));
const SHOP = "shop_noodles";
const by = "test";

let scratch: TestDatabase;
let database: Database;
beforeAll(async () => {
  scratch = await createTestDatabase();
  database = openDatabase(scratch.url);
});
afterAll(async () => {
  const report = await audit(database, NOON);
  await database.close();
  await scratch.drop();
  expect(report.checks.filter((check) => check.differences > 0)).toEqual([]);
  expect(report.balanced).toBe(true);
});

const run = (posting: Posting) => database.transaction((sql: Transaction) => post(sql, posting));
const available = (customerId: string, unit: string) => availableOf(database, { customerId, unit });
const earn = (
  customerId: string,
  amount: bigint,
  saleId: string,
  expiresAt = midnight("2027-01-10"),
) =>
  run(
    postings.earn({
      shopId: SHOP,
      customerId,
      points: points(amount),
      saleId,
      expiresAt,
      at: NOON,
      by,
    }),
  );
const conversion = (customerId: string, conversionId: string, taken: bigint, given: bigint) =>
  postings.convert({
    customerId,
    shopId: SHOP,
    conversionId,
    taken: points(taken),
    given: points(given),
    fee: points(0n),
    cost: points(given),
    expiresAt: midnight("2028-01-10"),
    at: NOON,
    by,
  });
const deposit = (depositId: string, amount: bigint, shopId = SHOP) => {
  const bucket = bucketOf(depositId);
  const slice = { shopId, depositId, bucket, amount: points(amount), at: NOON, by };
  return run(postings.depositIntoSlice(slice));
};
const hold = (customerId: string, orderId: string, amount: bigint) =>
  run(postings.hold({ customerId, orderId, points: points(amount), at: NOON, by }));

/** Mall points from nowhere but the shop that pays for them: 1 : 1. */
async function giveMallPoints(customerId: string, amount: bigint): Promise<void> {
  await earn(customerId, amount, `sale_for_${customerId}`);
  await deposit(`dep_for_${customerId}`, amount);
  const converted = await run(conversion(customerId, `cnv_for_${customerId}`, amount, amount));
  expect(converted.ok).toBe(true);
}

describe("a posting", () => {
  test("happens once per kind and reference", async () => {
    expect(await earn("cus_once", 5n, "sale_once")).toMatchObject({ value: { repeated: false } });
    expect(await earn("cus_once", 5n, "sale_once")).toMatchObject({ value: { repeated: true } });
    expect(await available("cus_once", SHOP)).toBe(5n);
  });

  test("under the same name but with another content is refused", async () => {
    await earn("cus_reused", 5n, "sale_reused");
    expect(await earn("cus_reused", 6n, "sale_reused")).toMatchObject({
      refusal: { code: "posting_key_reused" },
    });
  });

  test("that is refused leaves nothing behind", async () => {
    const refused = await hold("cus_poor", "ord_poor", 1n);
    expect(refused).toMatchObject({ refusal: { code: "insufficient_points" } });
    expect(await walletOf(database, "cus_poor")).toEqual([]);
  });

  test.each([0n, -1n, 9_007_199_254_740_992n])("of %s points is refused", async (amount) => {
    expect(await earn("cus_range", amount, `sale_range_${amount}`)).toMatchObject({
      refusal: { code: "amount_out_of_range" },
    });
  });

  test("across two units is refused", async () => {
    const honest = conversion("cus_mixed", "cnv_mixed", 1n, 1n);
    const [taken, given] = honest.transfers;
    if (!taken || !given) throw new Error("a conversion has two transfers at least");
    const mixed = { ...honest, transfers: [{ ...taken, to: given.to }] };
    expect(await run(mixed)).toMatchObject({ refusal: { code: "unit_mismatch" } });
  });
});

describe("lots", () => {
  test("are spent nearest expiry first, and returned to where they were", async () => {
    const customer = "cus_lots";
    await giveMallPoints(customer, 10n);
    await earn(customer, 7n, "sale_lots_2", midnight("2026-06-01"));
    await deposit("dep_lots", 7n);
    const sooner = { ...conversion(customer, "cnv_lots", 7n, 7n) };
    const transfers = sooner.transfers.map((one) =>
      one.expiresAt ? { ...one, expiresAt: midnight("2026-09-01") } : one,
    );
    await run({ ...sooner, transfers });
    const before = await walletOf(database, customer);
    await hold(customer, "ord_lots", 9n);
    const during = (await walletOf(database, customer)).find(({ unit }) => unit === "mall");
    expect(during).toMatchObject({ available: 8n, held: 9n });
    expect(during?.expiring).toEqual([{ at: midnight("2028-01-10"), points: 8n }]);
    const released = postings.release({
      customerId: customer,
      orderId: "ord_lots",
      points: points(9n),
      at: NOON,
      by,
    });
    expect(await run(released)).toMatchObject({ ok: true });
    expect(await walletOf(database, customer)).toEqual(before);
  });

  test("whose moment has come cannot be spent, and are gone when somebody tries", async () => {
    const customer = "cus_due";
    await earn(customer, 4n, "sale_due_1", midnight("2026-01-10"));
    await earn(customer, 5n, "sale_due_2", midnight("2026-02-10"));
    await deposit("dep_due", 9n);
    expect(await run(conversion(customer, "cnv_due_6", 6n, 6n))).toMatchObject({
      refusal: { code: "insufficient_points" },
    });
    expect(await run(conversion(customer, "cnv_due_5", 5n, 5n))).toMatchObject({ ok: true });
    expect(await available(customer, SHOP)).toBe(0n);
  });
});

describe("a refund after the points were spent", () => {
  test("leaves a debt that the next award fills", async () => {
    const customer = "cus_debt";
    await giveMallPoints(customer, 10n);
    const back = postings.clawBack({
      shopId: SHOP,
      customerId: customer,
      points: points(6n),
      saleId: `sale_for_${customer}`,
      refundId: "ref_debt",
      at: NOON,
      by,
    });
    expect(await run(back)).toMatchObject({ ok: true });
    expect(await available(customer, SHOP)).toBe(-6n);
    await earn(customer, 4n, "sale_debt_2");
    expect(await available(customer, SHOP)).toBe(-2n);
    await earn(customer, 5n, "sale_debt_3");
    const shop = (await walletOf(database, customer)).find(({ unit }) => unit === SHOP);
    expect(shop).toMatchObject({ available: 3n, expiring: [{ points: 3n }] });
  });

  test("takes the sale's own points first", async () => {
    const customer = "cus_own_lot";
    await earn(customer, 10n, "sale_own_old", midnight("2026-02-01"));
    await earn(customer, 10n, "sale_own_new", midnight("2026-12-01"));
    await run(
      postings.clawBack({
        shopId: SHOP,
        customerId: customer,
        points: points(10n),
        saleId: "sale_own_new",
        refundId: "ref_own",
        at: NOON,
        by,
      }),
    );
    const [shop] = await walletOf(database, customer);
    expect(shop?.expiring).toEqual([{ at: midnight("2026-02-01"), points: 10n }]);
  });
});

describe("a hold", () => {
  test("ends once: paid points cannot come back, returned points cannot be paid", async () => {
    const customer = "cus_hold";
    await giveMallPoints(customer, 10n);
    await hold(customer, "ord_1", 5n);
    await hold(customer, "ord_2", 5n);
    const end = { customerId: customer, points: points(5n), at: NOON, by };
    const paid = { ...end, sellerId: "sel_tea", commission: points(1n) };
    expect(await run(postings.pay({ ...paid, orderId: "ord_1" }))).toMatchObject({ ok: true });
    expect(await run(postings.release({ ...end, orderId: "ord_1" }))).toMatchObject({
      refusal: { code: "already_reversed" },
    });
    expect(await run(postings.release({ ...end, orderId: "ord_2" }))).toMatchObject({ ok: true });
    expect(await run(postings.pay({ ...paid, orderId: "ord_2" }))).toMatchObject({
      refusal: { code: "already_reversed" },
    });
    const receivable = { unit: "mall", owner: "sel_tea", role: "receivable" } as const;
    expect(await houseBalance(database, receivable)).toBe(4n);
  });
});

describe("points that come back after their lot has expired", () => {
  test("have grace in a lot of their own; what stayed in the lot is gone", async () => {
    const customer = "cus_grace";
    await giveMallPoints(customer, 10n);
    await hold(customer, "ord_grace", 4n);
    const [at, graceUntil] = [midnight("2028-01-10"), midnight("2028-01-25")];
    const order = { customerId: customer, orderId: "ord_grace", points: points(4n), by };
    expect(await run(postings.release({ ...order, at, graceUntil }))).toMatchObject({ ok: true });
    const mall = (await walletOf(database, customer)).find(({ unit }) => unit === "mall");
    expect(mall).toMatchObject({ available: 4n, held: 0n });
    expect(mall?.expiring).toEqual([{ at: graceUntil, points: 4n }]);
    const moved = await movementsOf(database, { customerId: customer, unit: "mall", limit: 5 });
    expect(moved.map((one) => [one.reason, one.points, one.balanceAfter])).toEqual([
      ["extend", 4n, 4n],
      ["extend", -4n, 0n],
      ["release", 4n, 4n],
      ["expire", -6n, 0n],
      ["hold", -4n, 6n],
    ]);
  });
});

describe("a pool", () => {
  test("is spent to the last fen from any bucket, and never further", async () => {
    const shopId = "shop_pool";
    await deposit("dep_pool_1", 60n, shopId);
    await deposit("dep_pool_2", 40n, shopId);
    const customers = Array.from({ length: 120 }, (_, index) => `cus_pool_${index}`);
    expect(new Set(customers.map(bucketOf)).size).toBeGreaterThan(30);
    for (const customerId of customers) {
      await run(
        postings.earn({
          shopId,
          customerId,
          points: points(1n),
          saleId: `sale_${customerId}`,
          expiresAt: midnight("2027-01-01"),
          at: NOON,
          by,
        }),
      );
    }
    const outcomes = await Promise.all(
      customers.map((customerId) =>
        run(
          postings.convert({
            customerId,
            shopId,
            conversionId: `cnv_${customerId}`,
            taken: points(1n),
            given: points(1n),
            fee: points(0n),
            cost: points(1n),
            expiresAt: midnight("2028-01-01"),
            at: NOON,
            by,
          }),
        ),
      ),
    );
    const refusals = outcomes.filter((outcome) => !outcome.ok);
    expect(outcomes.length - refusals.length).toBe(100);
    expect(new Set(refusals.map((one) => !one.ok && one.refusal.code))).toEqual(
      new Set(["shop_pool_exhausted"]),
    );
    expect(await houseBalance(database, postings.poolOf(shopId))).toBe(0n);
    const [met] = await database.query<{ deadlocks: bigint }>(
      "select deadlocks from pg_stat_database where datname = current_database()",
    );
    expect(met?.deadlocks).toBe(0n);
  });
});

test("a lot that is emptied, filled and emptied again by one call has no row", async () => {
  const customerId = "cus_again";
  await giveMallPoints(customerId, 10n);
  await hold(customerId, "ord_again_1", 4n);
  const of = (orderId: string, amount: bigint) => ({
    customerId,
    orderId,
    points: points(amount),
    at: NOON,
    by,
  });
  const results = await database.transaction((sql) =>
    postAll(sql, [
      postings.hold(of("ord_again_2", 6n)),
      postings.release(of("ord_again_1", 4n)),
      postings.hold(of("ord_again_3", 4n)),
    ]),
  );
  expect(results.every((result) => result.ok)).toBe(true);
  const mall = (await walletOf(database, customerId)).find(({ unit }) => unit === "mall");
  expect(mall).toMatchObject({ available: 0n, held: 10n, expiring: [] });
  expect((await audit(database, NOON)).balanced).toBe(true);
});

describe("one balance", () => {
  test("spent by many at once is spent once", async () => {
    await giveMallPoints("cus_race", 10n);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => hold("cus_race", `ord_race_${index}`, 3n)),
    );
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(3);
    expect(await available("cus_race", "mall")).toBe(1n);
  });
});

describe("the audit", () => {
  test.each([
    [
      "a balance",
      "update ledger_account set balance = balance + 1 where id = $1",
      "balance is the sum of its entries",
    ],
    [
      "a version",
      "update ledger_account set version = version + 1 where id = $1",
      "versions count entries without a gap",
    ],
    [
      "an entry",
      "update ledger_entry set amount = amount + 1 where account_id = $1",
      "every posting sums to zero in every unit",
    ],
    [
      "a running balance",
      "update ledger_entry set balance_after = balance_after + 1 where account_id = $1",
      "balance after each entry follows from the one before",
    ],
    [
      "a lot",
      "update ledger_lot set remaining = remaining - 1 where account_id = $1",
      "lots are what can be spent",
    ],
    [
      "a posting",
      "delete from ledger_posting where id = (select posting_id from ledger_entry where account_id = $1)",
      "versions count entries without a gap",
    ],
  ])("finds %s that was tampered with", async (_, tamper, check) => {
    const own = await createTestDatabase();
    const books = openDatabase(own.url);
    const sale = {
      shopId: SHOP,
      customerId: "cus_t",
      points: points(5n),
      saleId: "sale_t",
      expiresAt: midnight("2027-01-01"),
      at: NOON,
      by,
    };
    await books.transaction((sql) => post(sql, postings.earn(sale)));
    expect((await audit(books, NOON)).balanced).toBe(true);
    await makeViewsWritable(books);
    await books.execute(tamper, [accountId({ unit: SHOP, owner: "cus_t", role: "available" })]);
    const report = await audit(books, NOON);
    await books.close();
    await own.drop();
    expect(report.balanced).toBe(false);
    expect(
      report.checks.filter(({ differences }) => differences > 0).map(({ name }) => name),
    ).toContain(check);
  });
});
