import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { points } from "../kernel/points.ts";
import { postings } from "../ledger/index.ts";
import { openStreet, type Street } from "./exchange-server.fixture.ts";

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(() => street.close());

describe("a quote", () => {
  const ask = (customerId: string, body: object) =>
    street.call("POST", "/me/conversion-quotes", { as: customerId, body });

  test("says everything it promises, without a window and without a balance", async () => {
    const shopId = await street.openShop();
    const answer = await ask("cus_poor", { shopId, points: 250 });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        shopId,
        pointsAsked: 250,
        pointsTaken: 234,
        pointsGiven: 7,
        pointsKept: 16,
        fee: 0,
        ratioVersion: 1,
        expiresAt: "2026-03-01T12:02:00.000Z",
        mallPointsExpireOn: "2028-02-29",
      },
    });
  });

  type Refused = [
    name: string,
    shopStatus: "pending" | "approved" | "suspended" | null,
    asked: number,
    status: number,
    code: string,
  ];
  test.each<Refused>([
    ["no shop", null, 250, 404, "not_found"],
    ["a shop that waits for approval", "pending", 250, 404, "not_found"],
    ["a suspended shop", "suspended", 250, 409, "shop_suspended"],
    ["too few points", "approved", 33, 422, "below_minimum"],
    ["a fraction", "approved", 33.5, 422, "invalid_request"],
    ["more than the wire carries", "approved", 9_007_199_254_740_992, 422, "invalid_request"],
  ])("for %s is refused", async (_, shopStatus, asked, status, code) => {
    const shopId = await street.openShop();
    const shop = street.shops.get(shopId);
    if (shop && shopStatus) street.shops.set(shopId, { ...shop, status: shopStatus });
    const named = shopStatus === null ? "shop_none" : shopId;
    const answer = await ask("cus_any", { shopId: named, points: asked });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  test("by a shop whose ratio is not in force yet is not found", async () => {
    const terms = { shopPoints: 1, mallPoints: 1, validFrom: "2027-01-01T00:00:00Z" };
    const shopId = await street.openShop({ terms });
    expect((await ask("cus_any", { shopId, points: 250 })).body.code).toBe("not_found");
  });
});

describe("the wallet", () => {
  test("of someone who never had a point is empty", async () => {
    const answer = await street.call("GET", "/me/wallet", { as: "cus_new" });
    expect(answer.body).toEqual({
      mall: { available: 0, held: 0, worthFen: 0, expiring: [] },
      shops: [],
    });
  });

  test("shows a debt as it is, worth nothing, and what the others are worth, by name", async () => {
    const [noodles, tea] = [
      await street.openShop({ name: "Noodles" }),
      await street.openShop({ name: "Bakery" }),
    ];
    const customerId = await street.customerWith(noodles, 250n);
    await street.earn(customerId, tea, 1_000n);
    await street.convert(customerId, await street.quote(customerId, noodles, 250));
    const saleId = await lastSaleOf(customerId, noodles);
    const at = street.clock.now();
    await street.book(
      postings.clawBack({
        customerId,
        shopId: noodles,
        saleId,
        refundId: "ref_1",
        points: points(20n),
        at,
        by: "test",
      }),
    );
    const { body } = await street.call("GET", "/me/wallet", { as: customerId });
    expect(body.shops).toMatchObject([
      { name: "Bakery", available: 1_000, worth: 30 },
      { name: "Noodles", available: -4, worth: 0 },
    ]);
  });

  test("of a suspended shop shows the points, worth nothing while it lasts", async () => {
    const shopId = await street.openShop();
    const customerId = await street.customerWith(shopId, 1_000n);
    const shop = street.shops.get(shopId);
    if (shop) street.shops.set(shopId, { ...shop, status: "suspended" });
    const { body } = await street.call("GET", "/me/wallet", { as: customerId });
    expect(body.shops).toMatchObject([{ available: 1_000, worth: 0 }]);
  });
});

describe("movements", () => {
  test("come newest first with reason, shop and balance, page by page, each once", async () => {
    const shopId = await street.openShop({ name: "Noodles" });
    const customerId = await street.customerWith(shopId, 100n);
    street.clock.advanceSeconds(1);
    await street.earn(customerId, shopId, 150n);
    street.clock.advanceSeconds(1);
    const converted = await street.convert(customerId, await street.quote(customerId, shopId, 250));
    const seen = await allMovements(customerId, "limit=1");
    expect(seen.slice(2)).toMatchObject([
      { unit: shopId, points: 150, reason: "earn", counterparty: "Noodles", balanceAfter: 250 },
      { unit: shopId, points: 100, reason: "earn", counterparty: "Noodles", balanceAfter: 100 },
    ]);
    const conversion = { reason: "convert", reference: converted.body.id, counterparty: "Noodles" };
    expect(seen.slice(0, 2)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...conversion, unit: "mall", points: 7, balanceAfter: 7 }),
        expect.objectContaining({ ...conversion, unit: shopId, points: -234, balanceAfter: 16 }),
      ]),
    );
    expect(await allMovements(customerId, "unit=mall")).toMatchObject([{ points: 7 }]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(4);
  });

  test.each(["x", Buffer.from('["1","mov_1"]').toString("base64url")])(
    "with the cursor %s are refused",
    async (cursor) => {
      const answer = await street.call("GET", `/me/movements?cursor=${cursor}`, { as: "cus_any" });
      expect(answer).toMatchObject({ status: 422, body: { code: "invalid_request" } });
    },
  );
});

type Movement = { id: string; reference: string };

async function allMovements(customerId: string, query: string): Promise<Movement[]> {
  const seen: Movement[] = [];
  let cursor = "";
  do {
    const page = await street.call("GET", `/me/movements?${query}${cursor}`, { as: customerId });
    seen.push(...page.body.items);
    cursor = page.body.nextCursor === null ? "" : `&cursor=${page.body.nextCursor}`;
  } while (cursor !== "");
  return seen;
}

async function lastSaleOf(customerId: string, shopId: string): Promise<string> {
  const movements = await allMovements(customerId, `unit=${shopId}`);
  return movements.find(({ reference }) => reference.startsWith("sale_"))?.reference ?? "";
}
