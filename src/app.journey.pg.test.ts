import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVerifiedWindow } from "./identity/software-authenticator.fixture.ts";
import { openSeller, openShop, startWorld, type World } from "./testing/world.ts";

// The product's own path, over the wire, as a program of somebody else would walk it.

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  const balanced = await world.balanced();
  await world.close();
  expect(balanced).toBe(true);
});

type Shop = Awaited<ReturnType<typeof openShop>>;
type Person = Awaited<ReturnType<World["register"]>>;
type Movement = { unit: string; points: number; reason: string; balanceAfter: number };
type Sale = { id: string; points: number; balance: { available: number } };

const sell = (shop: Shop, buyer: Person, receiptNumber: string, quantity: number) =>
  shop.owner.client.made<Sale>(`/shops/${shop.id}/sales`, {
    receiptNumber,
    customerId: buyer.id,
    lines: [{ barcode: "6901", quantity }],
  });
const quote = (buyer: Person, shopId: string, points: number) =>
  buyer.client.made<{ id: string; pointsTaken: number; pointsGiven: number; fee: number }>(
    "/me/conversion-quotes",
    { shopId, points },
  );
const verify = (person: Person) =>
  openVerifiedWindow(
    (path, body) => person.client.made(path, body as object | undefined),
    world.origin,
  );

describe("from the till to the doorstep", () => {
  test("points are earned, converted, redeemed, paid, and the books balance", async () => {
    const shop = await openShop(world);
    const seller = await openSeller(world);
    const lin = await world.register("Lin");

    const sale = await sell(shop, lin, "A-1", 167);
    expect(sale).toMatchObject({ points: 250, balance: { available: 250, pending: 0 } });

    const offered = await quote(lin, shop.id, 250);
    expect(offered).toMatchObject({ pointsTaken: 234, pointsGiven: 7, fee: 0 });
    const early = await lin.client.post("/me/conversions", { quoteId: offered.id });
    expect(early).toMatchObject({ status: 403, body: { code: "verification_required" } });

    await verify(lin);
    world.clock.advanceSeconds(1);
    const converted = await lin.client.made<object>("/me/conversions", { quoteId: offered.id });
    expect(converted).toMatchObject({
      pointsTaken: 234,
      pointsGiven: 7,
      wallet: { mall: { available: 7 }, shops: [{ shopId: shop.id, available: 16 }] },
    });

    world.clock.advanceSeconds(1);
    const placed = await lin.client.made<{ orders: { id: string }[] }>("/me/orders", {
      lines: [{ productId: seller.productId, quantity: 1 }],
      address: { recipient: "Lin", phone: "13800000001", region: "Hangzhou", street: "1 East St" },
    });
    expect(placed).toMatchObject({
      orders: [{ sellerId: seller.id, points: 5, status: "placed" }],
      wallet: { mall: { available: 2, held: 5 } },
    });
    expect((await lin.client.get("/me/wallet")).body).toMatchObject({
      mall: { available: 2, held: 5 },
      shops: [{ shopId: shop.id, available: 16, held: 0 }],
    });
    const order = `/orders/${placed.orders[0]?.id}`;
    const desk = seller.owner.client;
    await desk.made(`/sellers/${seller.id}${order}/accept`);
    await desk.made(`/sellers/${seller.id}${order}/ship`, { carrier: "SF", trackingNumber: "SF1" });
    await desk.made(`/sellers/${seller.id}${order}/deliver`);
    await lin.client.made(`/me${order}/confirm`);
    expect((await lin.client.get(`/me${order}`)).body).toMatchObject({ status: "completed" });
    expect((await lin.client.get("/me/wallet")).body).toMatchObject({
      mall: { available: 2, held: 0 },
    });

    const movements = await lin.client.get<{ items: Movement[] }>("/me/movements");
    const seen = movements.body.items.map(
      (one) =>
        `${one.reason} ${one.unit === "mall" ? "mall" : "shop"} ${one.points} → ${one.balanceAfter}`,
    );
    expect([seen[0], seen[3]]).toEqual(["hold mall -5 → 2", "earn shop 250 → 250"]);
    expect(seen.slice(1, 3).sort()).toEqual(["convert mall 7 → 7", "convert shop -234 → 16"]);
    const audit = await world.operator.client.get<{ units: { unit: string }[] }>("/operator/audit");
    expect(audit.body).toMatchObject({ balanced: true });
    expect(audit.body.units).toContainEqual({
      unit: shop.id,
      issued: 250,
      held: 16,
      retired: 234,
      difference: 0,
    });
  });

  test("a refund after conversion leaves a debt that is shown, and filled by the next award", async () => {
    const shop = await openShop(world, "Corner Bakery");
    const zhou = await world.register("Zhou");
    const sale = await sell(shop, zhou, "B-1", 167);
    await verify(zhou);
    await zhou.client.made("/me/conversions", { quoteId: (await quote(zhou, shop.id, 250)).id });
    const refund = await shop.owner.client.made<object>(
      `/shops/${shop.id}/sales/${sale.id}/refunds`,
      {
        lines: [{ line: 0, quantity: 167 }],
      },
    );
    expect(refund).toMatchObject({ pointsTaken: 250, balance: { available: -234 } });
    const wallet = await zhou.client.get<{ shops: object[] }>("/me/wallet");
    expect(wallet.body.shops).toMatchObject([{ shopId: shop.id, available: -234, worth: 0 }]);
    expect(await sell(shop, zhou, "B-2", 2)).toMatchObject({ balance: { available: -231 } });
  });

  test("one of two pieces returned takes back two points, not one and a half", async () => {
    const shop = await openShop(world, "Tea Stall");
    const chen = await world.register("Chen");
    const sale = await sell(shop, chen, "C-1", 2);
    expect(sale.points).toBe(3);
    const path = `/shops/${shop.id}/sales/${sale.id}/refunds`;
    const refund = await shop.owner.client.made<object>(path, {
      lines: [{ line: 0, quantity: 1 }],
    });
    expect(refund).toMatchObject({ pointsTaken: 2, balance: { available: 1 } });
    const again = await shop.owner.client.post(path, { lines: [{ line: 0, quantity: 2 }] });
    expect(again).toMatchObject({ status: 422, body: { code: "more_than_sold" } });
  });

  test("a cancelled order gives points and stock back", async () => {
    const shop = await openShop(world, "Night Market");
    const seller = await openSeller(world, "Corner Books", 1);
    const wu = await world.register("Wu");
    await sell(shop, wu, "D-1", 200);
    await verify(wu);
    await wu.client.made("/me/conversions", { quoteId: (await quote(wu, shop.id, 300)).id });
    const before = (await wu.client.get("/me/wallet")).body;
    const lines = [{ productId: seller.productId, quantity: 1 }];
    const placed = await wu.client.made<{ orders: { id: string }[] }>("/me/orders", { lines });
    const sold = await wu.client.post("/me/orders", { lines });
    expect(sold).toMatchObject({ status: 409, body: { code: "out_of_stock" } });
    await wu.client.made(`/me/orders/${placed.orders[0]?.id}/cancel`);
    expect((await wu.client.get("/me/wallet")).body).toEqual(before);
    await wu.client.made("/me/orders", { lines });
  });
});

describe("the newcomer programme", () => {
  test("gives once, by a posting, and the seller sees why", async () => {
    await world.operator.client.made("/operator/incentive-programmes", {
      name: "Welcome",
      trigger: { kind: "approved" },
      reward: { kind: "mall_points", points: 500 },
      budgetPoints: 600,
    });
    const first = await openSeller(world, "First Comer");
    await world.operator.client.made(`/operator/sellers/${first.id}/suspend`, {
      reason: "paper missing",
    });
    await world.operator.client.made(`/operator/sellers/${first.id}/approve`);
    const seen = await first.owner.client.get(`/sellers/${first.id}/incentives`);
    expect(seen.body).toMatchObject({
      items: [{ name: "Welcome", status: "granted", points: 500 }],
      promotionWallet: { available: 500 },
    });
    const second = await openSeller(world, "Late Comer");
    const missed = await second.owner.client.get(`/sellers/${second.id}/incentives`);
    expect(missed.body).toMatchObject({
      items: [{ status: "missed" }],
      promotionWallet: { available: 0 },
    });
  });
});

describe("machines", () => {
  test("a till with an API key sells in its own shop and nowhere else", async () => {
    const shop = await openShop(world, "Key Shop");
    const other = await openShop(world, "Other Shop");
    const made = await shop.owner.client.made<{ id: string; key: string }>(
      `/shops/${shop.id}/api-keys`,
      { name: "Till 1", role: "cashier" },
    );
    const till = world.withApiKey(made.key);
    const lines = [{ barcode: "6901", quantity: 1 }];
    const sold = await till.post(`/shops/${shop.id}/sales`, { receiptNumber: "K-1", lines });
    expect(sold.status).toBe(201);
    const foreign = await till.post(`/shops/${other.id}/sales`, { receiptNumber: "K-1", lines });
    expect(foreign).toMatchObject({ status: 404, body: { code: "not_found" } });
    await shop.owner.client.delete(`/shops/${shop.id}/api-keys/${made.id}`);
    const revoked = await till.post(`/shops/${shop.id}/sales`, { receiptNumber: "K-2", lines });
    expect(revoked).toMatchObject({ status: 401, body: { code: "not_signed_in" } });
  });
});
