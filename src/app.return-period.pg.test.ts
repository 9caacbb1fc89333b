import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShop, startWorld, type World } from "./testing/world.ts";

// A sale's points wait for the shop's return period, seen by everybody whom it concerns.

const DAY_SECONDS = 86_400;

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
type Sale = { id: string; points: number; pendingUntil: string | null };
type Wallet = {
  shops: { available: number; pending: number; maturing: { points: number; at: string }[] }[];
};

const inDays = (days: number) =>
  new Date(world.clock.now() + days * DAY_SECONDS * 1000).toISOString();
const sell = (shop: Shop, buyer: Person, receiptNumber: string, more: object = {}) =>
  shop.owner.client.made<Sale>(`/shops/${shop.id}/sales`, {
    receiptNumber,
    customerId: buyer.id,
    lines: [{ barcode: "6901", quantity: 2 }],
    ...more,
  });
const setReturnDays = (shop: Shop, returnDays: number | null) =>
  shop.owner.client.patch(`/shops/${shop.id}`, { returnDays });
async function walletOf(buyer: Person) {
  const { body } = await buyer.client.get("/me/wallet");
  const [{ available, pending, maturing }] = (body as Wallet).shops as [Wallet["shops"][0]];
  return { available, pending, maturing };
}
/** The server's jobs, once each. */
async function runJobs() {
  for (const job of world.app.jobs) await job.run(new AbortController().signal);
}

describe("in a shop with a return period", () => {
  test("points wait, and then are there", async () => {
    const [shop, lin] = [await openShop(world), await world.register("Lin")];
    await setReturnDays(shop, 7);
    const until = inDays(7);
    expect(await sell(shop, lin, "A-1")).toMatchObject({
      points: 3,
      pendingUntil: until,
      balance: { available: 0, pending: 3 },
    });
    const waiting = { available: 0, pending: 3, maturing: [{ points: 3, at: until }] };
    expect(await walletOf(lin)).toEqual(waiting);
    world.clock.advanceSeconds(7 * DAY_SECONDS - 1);
    await runJobs();
    expect(await walletOf(lin)).toEqual(waiting);
    world.clock.advanceSeconds(1);
    await runJobs();
    expect(await walletOf(lin)).toEqual({ available: 3, pending: 0, maturing: [] });
    const history = await lin.client.get("/me/movements");
    expect(history.body).toMatchObject({ items: [{ reason: "mature", points: 3 }] });
  });

  test("goods that come back in time take what waits, and touch nothing else", async () => {
    const [shop, lin] = [await openShop(world), await world.register("Lin")];
    await sell(shop, lin, "B-1");
    await setReturnDays(shop, 7);
    const sale = await sell(shop, lin, "B-2");
    const refund = await shop.owner.client.made(`/shops/${shop.id}/sales/${sale.id}/refunds`, {
      lines: [{ line: 0, quantity: 1 }],
    });
    expect(refund).toMatchObject({ pointsTaken: 2, balance: { available: 3, pending: 1 } });
    world.clock.advanceSeconds(7 * DAY_SECONDS);
    await runJobs();
    expect(await walletOf(lin)).toMatchObject({ available: 4, pending: 0 });
  });

  test("goods that come back later take what is available", async () => {
    const [shop, lin] = [await openShop(world), await world.register("Lin")];
    await setReturnDays(shop, 1);
    const sale = await sell(shop, lin, "C-1");
    world.clock.advanceSeconds(DAY_SECONDS);
    await runJobs();
    await shop.owner.client.made(`/shops/${shop.id}/sales/${sale.id}/refunds`, {
      lines: [{ line: 0, quantity: 2 }],
    });
    expect(await walletOf(lin)).toMatchObject({ available: 0, pending: 0 });
  });

  test("the days count from the sale, and are over for one that is posted late", async () => {
    const [shop, lin] = [await openShop(world), await world.register("Lin")];
    await setReturnDays(shop, 7);
    const soldAt = inDays(-5);
    const late = await sell(shop, lin, "D-1", { soldAt });
    expect(late).toMatchObject({ pendingUntil: inDays(2) });
    const tooLate = await sell(shop, lin, "D-2", { soldAt: inDays(-7) });
    expect(tooLate).toMatchObject({ pendingUntil: null });
    expect(await walletOf(lin)).toMatchObject({ available: 3, pending: 3 });
  });
});

describe("the mall's return period", () => {
  test("holds in shops that have none of their own, for sales from then on", async () => {
    const [shop, other, lin] = [
      await openShop(world),
      await openShop(world, "Bakery"),
      await world.register("Lin"),
    ];
    await setReturnDays(other, 0);
    expect(await sell(shop, lin, "E-1")).toMatchObject({ pendingUntil: null });
    await world.operator.client.put("/operator/policies", { saleReturnDays: 3 });
    expect(await sell(shop, lin, "E-2")).toMatchObject({ pendingUntil: inDays(3) });
    expect(await sell(other, lin, "E-1")).toMatchObject({ pendingUntil: null });
    await world.operator.client.put("/operator/policies", { saleReturnDays: 0 });
    expect(await sell(shop, lin, "E-3")).toMatchObject({ pendingUntil: null });
  });
});
