import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { instant } from "../kernel/clock.ts";
import { points } from "../kernel/points.ts";
import { availableOf, houseBalance, MALL, postings } from "../ledger/index.ts";
import { type Answered, openStreet, type Street } from "./exchange-server.fixture.ts";

let street: Street;
let policiesBefore: Street["policies"]["current"];
beforeAll(async () => {
  street = await openStreet();
  policiesBefore = street.policies.current;
});
beforeEach(() => {
  street.policies.current = policiesBefore;
});
afterAll(() => street.close());

const poolOf = (shopId: string) => houseBalance(street.database, postings.poolOf(shopId));
const has = (customerId: string, unit: string) =>
  availableOf(street.database, { customerId, unit });
const codesOf = (answers: Answered[]) =>
  answers.map(({ status, body }) => (status === 201 ? "converted" : body.code)).sort();

test("250 of 250 at 100 : 3 takes 234, gives 7, keeps 16, and the shop pays for 7", async () => {
  const shopId = await street.openShop();
  const customerId = await street.customerWith(shopId, 250n);
  const answer = await street.convert(customerId, await street.quote(customerId, shopId, 250));
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({ pointsTaken: 234, pointsGiven: 7, fee: 0 });
  expect(answer.body.wallet).toEqual({
    mall: {
      available: 7,
      held: 0,
      worthFen: 14,
      expiring: [{ points: 7, at: "2028-02-29T16:00:00.000Z" }],
    },
    shops: [
      {
        shopId,
        name: "Lanzhou Noodles",
        colour: "#aa3322",
        available: 16,
        pending: 0,
        held: 0,
        ratio: { version: 1, shopPoints: 100, mallPoints: 3, minimumPoints: 0 },
        worth: 0,
        expiring: [{ points: 16, at: "2027-03-01T00:00:00.000Z" }],
        maturing: [],
      },
    ],
  });
  expect(await poolOf(shopId)).toBe(9_986n);
  expect(await street.balanced()).toBe(true);
});

test("the fee is taken out of what is given, and the shop pays for both", async () => {
  street.policies.current = { ...policiesBefore, conversionFeeBasisPoints: 1000 };
  const shopId = await street.openShop();
  const customerId = await street.customerWith(shopId, 1000n);
  const answer = await street.convert(customerId, await street.quote(customerId, shopId, 1000));
  expect(answer.body).toMatchObject({ pointsTaken: 1000, pointsGiven: 27, fee: 3 });
  expect(await has(customerId, MALL)).toBe(27n);
  expect(await poolOf(shopId)).toBe(9_940n);
  expect(await street.balanced()).toBe(true);
});

test("a quote holds its terms when ratio and fee change, and not past its time", async () => {
  const shopId = await street.openShop();
  const customerId = await street.customerWith(shopId, 500n);
  const [held, late] = [
    await street.quote(customerId, shopId, 250),
    await street.quote(customerId, shopId, 250),
  ];
  const body = { shopPoints: 1, mallPoints: 9, minimumPoints: 9000, dailyCapPoints: 1 };
  await street.call("POST", `/shops/${shopId}/exchange-ratio`, { as: "owner", body });
  street.policies.current = { ...policiesBefore, conversionFeeBasisPoints: 5000 };
  expect((await street.convert(customerId, held)).body).toMatchObject({ pointsGiven: 7, fee: 0 });
  street.clock.advanceSeconds(120);
  expect((await street.convert(customerId, late)).body.code).toBe("quote_expired");
});

describe("the same key", () => {
  test("with the same quote gets the first answer again, byte for byte", async () => {
    const shopId = await street.openShop();
    const customerId = await street.customerWith(shopId, 250n);
    const quoteId = await street.quote(customerId, shopId, 250);
    const first = await street.convert(customerId, quoteId, "once");
    const again = await street.convert(customerId, quoteId, "once");
    expect(again).toEqual({ ...first, replayed: true });
    expect(await has(customerId, shopId)).toBe(16n);
  });

  test("with another quote is refused", async () => {
    const shopId = await street.openShop();
    const customerId = await street.customerWith(shopId, 500n);
    await street.convert(customerId, await street.quote(customerId, shopId, 100), "reused");
    const other = await street.quote(customerId, shopId, 100);
    const answer = await street.convert(customerId, other, "reused");
    expect(answer.body.code).toBe("idempotency_key_reused");
  });
});

describe("refused", () => {
  test("without a key", async () => {
    const shopId = await street.openShop();
    const customerId = await street.customerWith(shopId, 250n);
    const body = { quoteId: await street.quote(customerId, shopId, 250) };
    const answer = await street.call("POST", "/me/conversions", { as: customerId, body });
    expect(answer.body.code).toBe("invalid_request");
  });

  test("outside a verified window, before anything about the quote is told", async () => {
    const shopId = await street.openShop();
    const customerId = await street.customerWith(shopId, 250n);
    street.windows.set(customerId, { until: street.clock.now(), by: "passkey" });
    const answer = await street.convert(customerId, "quo_unknown");
    expect(answer).toMatchObject({ status: 403, body: { code: "verification_required" } });
  });

  test("for somebody else's quote, as if there were none", async () => {
    const shopId = await street.openShop();
    const customerId = await street.customerWith(shopId, 250n);
    const thief = await street.customerWith(shopId, 250n);
    const quoteId = await street.quote(customerId, shopId, 250);
    expect(await street.convert(thief, quoteId)).toMatchObject({
      status: 404,
      body: { code: "not_found" },
    });
  });

  test("for a used quote under another key, and as expired once its time is over", async () => {
    const shopId = await street.openShop();
    const customerId = await street.customerWith(shopId, 900n);
    const quoteId = await street.quote(customerId, shopId, 250);
    await street.convert(customerId, quoteId, "first");
    expect((await street.convert(customerId, quoteId, "second")).body.code).toBe("quote_used");
    street.clock.advanceSeconds(120);
    expect((await street.convert(customerId, quoteId, "third")).body.code).toBe("quote_expired");
  });

  test("by a shop that was suspended after the quote", async () => {
    const shopId = await street.openShop();
    const customerId = await street.customerWith(shopId, 250n);
    const quoteId = await street.quote(customerId, shopId, 250);
    const shop = street.shops.get(shopId);
    if (shop) street.shops.set(shopId, { ...shop, status: "suspended" });
    expect((await street.convert(customerId, quoteId)).body.code).toBe("shop_suspended");
  });

  test("by the ledger: an empty pool before too few points, and nothing has moved", async () => {
    const shopId = await street.openShop({ pool: 13n });
    const customerId = await street.customerWith(shopId, 233n);
    const quoteId = await street.quote(customerId, shopId, 250);
    const empty = await street.convert(customerId, quoteId, "a");
    expect(empty).toMatchObject({ status: 409, body: { code: "shop_pool_exhausted" } });
    await street.fillPool(shopId, 1n);
    const few = await street.convert(customerId, quoteId, "a");
    expect(few).toMatchObject({ status: 409, body: { code: "insufficient_points" } });
    expect(await poolOf(shopId)).toBe(14n);
    await street.earn(customerId, shopId, 1n);
    expect((await street.convert(customerId, quoteId, "a")).status).toBe(201);
    expect(await poolOf(shopId)).toBe(0n);
  });

  test("over the daily cap before the pool is asked; the next day is a new one", async () => {
    const terms = { shopPoints: 100, mallPoints: 3, dailyCapPoints: 467 };
    const shopId = await street.openShop({ pool: 14n, terms });
    const customerId = await street.customerWith(shopId, 900n);
    expect(
      (await street.convert(customerId, await street.quote(customerId, shopId, 250))).status,
    ).toBe(201);
    const capped = await street.convert(customerId, await street.quote(customerId, shopId, 250));
    expect(capped.body).toMatchObject({ code: "daily_cap_reached" });
    expect(capped.body.detail).toContain("467");
    street.clock.advanceSeconds(86_400);
    street.windows.set(customerId, { until: instant(street.clock.now() + 1), by: "face" });
    const nextDay = await street.convert(customerId, await street.quote(customerId, shopId, 250));
    expect(nextDay.body.code).toBe("shop_pool_exhausted");
  });
});

describe("twenty at once", () => {
  const twenty = Array.from({ length: 20 }, (_, index) => index);

  test("on one quote convert it once", async () => {
    const shopId = await street.openShop();
    const customerId = await street.customerWith(shopId, 10_000n);
    const quoteId = await street.quote(customerId, shopId, 250);
    const answers = await Promise.all(
      twenty.map((index) => street.convert(customerId, quoteId, `try ${index}`)),
    );
    expect(codesOf(answers)).toEqual(["converted", ...Array(19).fill("quote_used")]);
    expect(await has(customerId, shopId)).toBe(9_766n);
    expect(await has(customerId, MALL)).toBe(7n);
  });

  test("on one quote and one key give twenty times the same answer", async () => {
    const shopId = await street.openShop();
    const customerId = await street.customerWith(shopId, 10_000n);
    const quoteId = await street.quote(customerId, shopId, 250);
    const answers = await Promise.all(
      twenty.map(() => street.convert(customerId, quoteId, "one key")),
    );
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await has(customerId, MALL)).toBe(7n);
  });

  test("on one balance spend it once", async () => {
    const shopId = await street.openShop();
    const customerId = await street.customerWith(shopId, 1_200n);
    const quotes = await Promise.all(twenty.map(() => street.quote(customerId, shopId, 250)));
    const answers = await Promise.all(quotes.map((id) => street.convert(customerId, id)));
    expect(codesOf(answers)).toEqual([
      ...Array(5).fill("converted"),
      ...Array(15).fill("insufficient_points"),
    ]);
    expect(await has(customerId, shopId)).toBe(points(1_200n - 5n * 234n));
    expect(await has(customerId, MALL)).toBe(35n);
    expect(await poolOf(shopId)).toBe(points(10_000n - 5n * 14n));
    expect(await street.balanced()).toBe(true);
  });

  test("under one daily cap stay under it", async () => {
    const terms = { shopPoints: 100, mallPoints: 3, dailyCapPoints: 1000 };
    const shopId = await street.openShop({ terms });
    const customerId = await street.customerWith(shopId, 10_000n);
    const quotes = await Promise.all(twenty.map(() => street.quote(customerId, shopId, 250)));
    const answers = await Promise.all(quotes.map((id) => street.convert(customerId, id)));
    expect(codesOf(answers)).toEqual([
      ...Array(4).fill("converted"),
      ...Array(16).fill("daily_cap_reached"),
    ]);
  });

  test("customers on one pool spend it once", async () => {
    const shopId = await street.openShop({ pool: 100n });
    const customers = await Promise.all(twenty.map(() => street.customerWith(shopId, 250n)));
    const answers = await Promise.all(
      customers.map(async (id) => street.convert(id, await street.quote(id, shopId, 250))),
    );
    expect(codesOf(answers)).toEqual([
      ...Array(7).fill("converted"),
      ...Array(13).fill("shop_pool_exhausted"),
    ]);
    expect(await poolOf(shopId)).toBe(2n);
    expect(await street.balanced()).toBe(true);
  });
});
