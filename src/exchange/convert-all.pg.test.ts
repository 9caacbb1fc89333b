import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { availableOf, houseBalance, MALL, postings } from "../ledger/index.ts";
import { readFactVersion } from "../platform/facts/fact-version.store.ts";
import { type ConversionOutcome, convertAll } from "./convert.ts";
import { openStreet, type Street } from "./exchange-server.fixture.ts";
import { readWallet, readWallets } from "./read-wallet.ts";

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(() => street.close());

type Asked = readonly [customerId: string, quoteId: string];

const convertTogether = (asked: readonly Asked[]) =>
  street.database.posting(async (sql) => {
    const commands = asked.map(([customerId, quoteId]) => ({
      caller: street.personOf(customerId),
      quoteId,
    }));
    return (await convertAll(street.context, sql, commands)).outcomes;
  });

async function convertOneByOne(asked: readonly Asked[]): Promise<ConversionOutcome[]> {
  const outcomes: ConversionOutcome[] = [];
  for (const one of asked) outcomes.push(...(await convertTogether([one])));
  return outcomes;
}

const codesOf = (outcomes: readonly ConversionOutcome[]) =>
  outcomes.map((outcome) => (outcome.ok ? "converted" : outcome.refusal.code));
const has = (customerId: string, unit: string) =>
  availableOf(street.database, { customerId, unit });
const poolOf = (shopId: string) => houseBalance(street.database, postings.poolOf(shopId));

async function takenOnDays(shopId: string): Promise<bigint> {
  const [row] = await street.database.query<{ taken: bigint }>(
    "select coalesce(sum(points_taken), 0) as taken from conversion where shop_id = $1",
    [shopId],
  );
  return row?.taken ?? 0n;
}

describe("conversions in one call", () => {
  test("are each answered in their place, and refusals leave the others alone", async () => {
    const [noodles, tea, closed] = [
      await street.openShop(),
      await street.openShop({ pool: 14n }),
      await street.openShop(),
    ];
    const [ann, bo, cy] = [
      await street.customerWith(noodles, 250n),
      await street.customerWith(noodles, 250n),
      await street.customerWith(tea, 900n),
    ];
    await street.earn(ann, closed, 250n);
    const ofAnn = await street.quote(ann, noodles, 250);
    const asked: Asked[] = [
      [ann, "quo_unknown"],
      [ann, ofAnn],
      [bo, ofAnn],
      [bo, await street.quote(bo, noodles, 9_000)],
      [cy, await street.quote(cy, tea, 250)],
      [ann, await street.quote(ann, closed, 250)],
      [cy, await street.quote(cy, tea, 250)],
      [bo, await street.quote(bo, noodles, 250)],
    ];
    const shop = street.shops.get(closed);
    if (shop) street.shops.set(closed, { ...shop, status: "suspended" });
    expect(codesOf(await convertTogether(asked))).toEqual([
      "not_found",
      "converted",
      "not_found",
      "insufficient_points",
      "converted",
      "shop_suspended",
      "shop_pool_exhausted",
      "converted",
    ]);
    const balances = [await has(ann, noodles), await has(bo, noodles), await has(cy, tea)];
    expect(balances).toEqual([16n, 16n, 666n]);
    expect([await poolOf(noodles), await poolOf(tea)]).toEqual([9_972n, 0n]);
    expect([await takenOnDays(noodles), await takenOnDays(tea)]).toEqual([468n, 234n]);
    expect(await takenOnDays(closed)).toBe(0n);
    expect(await street.balanced()).toBe(true);
  });

  test("use a quote once, and a quote that the ledger refused may be tried again", async () => {
    const shopId = await street.openShop();
    const [rich, poor] = [
      await street.customerWith(shopId, 900n),
      await street.customerWith(shopId, 233n),
    ];
    const once = await street.quote(rich, shopId, 250);
    const never = await street.quote(poor, shopId, 250);
    const asked: Asked[] = [
      [rich, once],
      [poor, never],
      [rich, once],
      [poor, never],
    ];
    const refused = ["insufficient_points", "quote_used", "insufficient_points"];
    expect(codesOf(await convertTogether(asked))).toEqual(["converted", ...refused]);
    await street.earn(poor, shopId, 1n);
    expect(codesOf(await convertTogether([[poor, never]]))).toEqual(["converted"]);
  });

  test("reach the daily cap together; what the ledger refuses does not count", async () => {
    const terms = { shopPoints: 100, mallPoints: 3, dailyCapPoints: 500 };
    const shopId = await street.openShop({ terms });
    const customerId = await street.customerWith(shopId, 600n);
    const quotes: string[] = [];
    for (const asked of [250, 500, 250, 250]) {
      quotes.push(await street.quote(customerId, shopId, asked));
    }
    const asked = quotes.map((id): Asked => [customerId, id]);
    expect(codesOf(await convertTogether(asked))).toEqual([
      "converted",
      "daily_cap_reached",
      "converted",
      "daily_cap_reached",
    ]);
    expect(await takenOnDays(shopId)).toBe(468n);
    const poor = await street.customerWith(shopId, 250n);
    const [tooMuch, enough] = [
      await street.quote(poor, shopId, 500),
      await street.quote(poor, shopId, 250),
    ];
    const outcomes = await convertTogether([
      [poor, tooMuch],
      [poor, enough],
    ]);
    expect(codesOf(outcomes)).toEqual(["insufficient_points", "converted"]);
  });

  test("count under a cap that came during the day what was turned in before it", async () => {
    const shopId = await street.openShop();
    const customerId = await street.customerWith(shopId, 900n);
    const before = await street.quote(customerId, shopId, 250);
    const during = await street.quote(customerId, shopId, 250);
    const body = { shopPoints: 100, mallPoints: 3, dailyCapPoints: 700 };
    await street.call("POST", `/shops/${shopId}/exchange-ratio`, { as: "owner", body });
    const after = await street.quote(customerId, shopId, 250);
    expect(codesOf(await convertTogether([[customerId, before]]))).toEqual(["converted"]);
    const outcomes = await convertTogether([
      [customerId, during],
      [customerId, after],
    ]);
    expect(codesOf(outcomes)).toEqual(["converted", "daily_cap_reached"]);
  });

  test("by the same customers in several calls at once never pass the cap or the pool", async () => {
    const terms = { shopPoints: 100, mallPoints: 3, dailyCapPoints: 500 };
    const shopId = await street.openShop({ pool: 100n, terms });
    const customers: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      customers.push(await street.customerWith(shopId, 2_000n));
    }
    const batches: Asked[][] = [];
    for (let batch = 0; batch < 6; batch += 1) {
      const turned = [...customers.slice(batch % 5), ...customers.slice(0, batch % 5)];
      const asked: Asked[] = [];
      for (const id of turned) asked.push([id, await street.quote(id, shopId, 250)]);
      batches.push(asked);
    }
    const codes = codesOf((await Promise.all(batches.map(convertTogether))).flat());
    expect(codes.filter((code) => code === "converted")).toHaveLength(7);
    expect(await poolOf(shopId)).toBe(2n);
    expect(await takenOnDays(shopId)).toBe(7n * 234n);
    expect(await street.balanced()).toBe(true);
  });
});

test("many conversions at once through the server are each answered with their own wallet", async () => {
  const shopId = await street.openShop();
  const customers: string[] = [];
  for (let count = 0; count < 40; count += 1) {
    customers.push(await street.customerWith(shopId, BigInt(250 + count)));
  }
  const answers = await Promise.all(
    customers.map(async (id) => street.convert(id, await street.quote(id, shopId, 250))),
  );
  expect(answers.map(({ status }) => status)).toEqual(customers.map(() => 201));
  const left = answers.map(({ body }) => body.wallet.shops[0].available);
  expect(left).toEqual(customers.map((_, index) => 16 + index));
  expect(await poolOf(shopId)).toBe(BigInt(10_000 - 40 * 14));
  expect(await street.balanced()).toBe(true);
});

test("wallets read together are the wallets read one by one", async () => {
  const [noodles, tea] = [await street.openShop(), await street.openShop({ name: "Tea" })];
  const ann = await street.customerWith(noodles, 250n);
  const bo = await street.customerWith(noodles, 40n);
  await street.earn(bo, tea, 900n);
  await convertTogether([[ann, await street.quote(ann, noodles, 250)]]);
  const customers = [bo, "cus_nobody", ann, bo];
  const together = await readWallets(street.context, street.database, {
    customerIds: customers,
    version: readFactVersion(street.database),
  });
  expect([...together.keys()]).toEqual([bo, "cus_nobody", ann]);
  for (const id of customers) {
    expect(together.get(id)).toEqual(await readWallet(street.context, street.database, id));
  }
});

const anyTown = fc.record({
  pools: fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })),
  points: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 6, maxLength: 6 }),
  quotes: fc.array(
    fc.record({
      customer: fc.nat(2),
      shop: fc.nat(1),
      asked: fc.integer({ min: 34, max: 600 }),
      cap: fc.option(fc.integer({ min: 100, max: 900 })),
    }),
    { minLength: 1, maxLength: 7 },
  ),
  commands: fc.array(fc.record({ quote: fc.nat(6), thief: fc.nat(9) }), { maxLength: 12 }),
});
type Town = typeof anyTown extends fc.Arbitrary<infer T> ? T : never;

async function build({ pools, points, quotes, commands }: Town) {
  const shops: string[] = [];
  for (const pool of pools) shops.push(await street.openShop({ pool: BigInt(pool) }));
  const [first = "", second = ""] = shops;
  const customers: string[] = [];
  for (const index of [0, 1, 2]) {
    const id = await street.customerWith(first, BigInt(points[2 * index] ?? 1));
    await street.earn(id, second, BigInt(points[2 * index + 1] ?? 1));
    customers.push(id);
  }
  const quoteIds: Asked[] = [];
  for (const { customer, shop, asked, cap } of quotes) {
    const [customerId = "", shopId = ""] = [customers[customer], shops[shop]];
    const terms = { shopPoints: 100, mallPoints: 3 };
    const body = cap === null ? terms : { ...terms, dailyCapPoints: cap };
    await street.call("POST", `/shops/${shopId}/exchange-ratio`, { as: "owner", body });
    quoteIds.push([customerId, await street.quote(customerId, shopId, asked)]);
  }
  const asked = commands.map(({ quote, thief }): Asked => {
    const [owner, id] = quoteIds[quote] ?? [customers[0] ?? "", "quo_unknown"];
    return [thief === 0 ? (customers[0] ?? "") : owner, id];
  });
  async function books() {
    const balances: bigint[] = [];
    for (const shopId of shops) {
      balances.push(await poolOf(shopId), await takenOnDays(shopId));
      for (const id of customers) balances.push(await has(id, shopId), await has(id, MALL));
    }
    return balances;
  }
  return { asked, books };
}

test("converting a list leaves the same answers and books as converting one by one", async () => {
  await fc.assert(
    fc.asyncProperty(anyTown, async (town) => {
      const [together, apart] = [await build(town), await build(town)];
      const answers = codesOf(await convertTogether(together.asked));
      expect(answers).toEqual(codesOf(await convertOneByOne(apart.asked)));
      expect(await together.books()).toEqual(await apart.books());
    }),
    { numRuns: 25 },
  );
  expect(await street.balanced()).toBe(true);
});
