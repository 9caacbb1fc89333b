import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { matureAllDue } from "./ledger/index.ts";
import type { Client } from "./testing/client.ts";
import { openShop, startWorld, type World } from "./testing/world.ts";

// What one shop gives out without measure stays that shop's own trouble: nothing answers 500, and
// other shops go on.

const DAY = 24 * 60 * 60 * 1000;
const MOST = Number.MAX_SAFE_INTEGER;
const REFUSED = { status: 422, body: { code: "amount_out_of_range" } };

let world: World;
let shop: { id: string; owner: Client; productId: string };
let customer: { id: string; client: Client };
let receipts = 0;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  const owner = await world.register("Owner of much");
  const { id } = await owner.client.made<{ id: string }>("/shops", { name: "Much" });
  await world.operator.client.made(`/operator/shops/${id}/approve`);
  const products = `/shops/${id}/products`;
  const product = await owner.client.made<{ id: string }>(products, { name: "Tea", price: 0 });
  await owner.client.made(`/shops/${id}/reward-rules`, {
    scope: {},
    kind: "per_unit",
    parameters: { points: 1_000_000_000 },
  });
  shop = { id, owner: owner.client, productId: product.id };
  customer = await world.register("Lin");
});

/** So many lines of 10⁶ pieces, each of them worth 10¹⁵ points. */
function saleOf(lines: number, more: object = {}) {
  receipts += 1;
  const line = { productId: shop.productId, quantity: 1_000_000 };
  return {
    receiptNumber: `R-${receipts}`,
    customerId: customer.id,
    lines: Array.from({ length: lines }, () => line),
    ...more,
  };
}
const sell = (lines: number, more: object = {}) =>
  shop.owner.post<{ points: number; code: string }>(`/shops/${shop.id}/sales`, saleOf(lines, more));
const wallet = async (of = customer) =>
  (await of.client.get<{ shops: { available: number; pending: number }[] }>("/me/wallet")).body
    .shops[0];

async function everythingAnswers(): Promise<void> {
  const { client } = customer;
  const asked = await Promise.all([
    client.get("/me/wallet"),
    client.get("/me/movements"),
    shop.owner.get(`/shops/${shop.id}/summary`),
    shop.owner.get(`/shops/${shop.id}/sales`),
    world.operator.client.get("/operator/audit"),
    world.operator.client.get("/operator/overview"),
  ]);
  expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 200));
}

describe("a sale beyond what a unit can hold", () => {
  test("is refused and leaves nothing, to whichever customer of the shop", async () => {
    expect(await sell(9)).toMatchObject({ status: 201, body: { points: 9e15 } });
    expect(await sell(9)).toMatchObject(REFUSED);
    const other = await world.register("Bei");
    const sale = saleOf(9, { customerId: other.id });
    expect(await shop.owner.post(`/shops/${shop.id}/sales`, sale)).toMatchObject(REFUSED);
    expect(await wallet()).toMatchObject({ available: 9e15, pending: 0 });
    expect(await wallet(other)).toBeUndefined();
    const { body } = await shop.owner.get<{ items: unknown[] }>(`/shops/${shop.id}/sales`);
    expect(body.items).toHaveLength(1);
    await everythingAnswers();
    expect(await world.balanced()).toBe(true);
  });

  test("costs honest shops nothing: conversions there go on", async () => {
    await sell(9);
    await sell(9);
    const honest = await openShop(world);
    const lines = [{ productId: honest.productId, quantity: 400 }];
    const receipt = { receiptNumber: "H-1", customerId: customer.id, lines };
    await honest.owner.client.made(`/shops/${honest.id}/sales`, receipt);
    const quote = { shopId: honest.id, points: 600 };
    const asked = await customer.client.post<{ pointsGiven: number }>(
      "/me/conversion-quotes",
      quote,
    );
    expect(asked).toMatchObject({ status: 201, body: { pointsGiven: 18 } });
    await everythingAnswers();
  });

  test("in a batch costs its neighbours nothing, and its number stays free", async () => {
    const beyond = saleOf(9);
    const small = { lines: [{ productId: shop.productId, quantity: 1 }] };
    const sent = [saleOf(9), beyond, { ...beyond, ...small }, saleOf(0, small), beyond];
    const { body } = await shop.owner.post<{
      results: { status: number; sale?: { points: number }; problem?: { code: string } }[];
    }>(`/shops/${shop.id}/sales/batch`, { sales: sent });
    expect(body.results).toMatchObject([
      { status: 201, sale: { points: 9e15 } },
      { status: 422, problem: { code: "amount_out_of_range" } },
      { status: 201, sale: { points: 1e9 } },
      { status: 201, sale: { points: 1e9 } },
      { status: 409, problem: { code: "receipt_number_reused" } },
    ]);
    expect(await wallet()).toMatchObject({ available: 9e15 + 2e9 });
    expect(await world.balanced()).toBe(true);
  });

  test("counts what is pending, so that maturing is never short of room", async () => {
    await shop.owner.patch(`/shops/${shop.id}`, { returnDays: 7 });
    expect(await sell(5)).toMatchObject({ status: 201 });
    const old = new Date(world.clock.now() - 30 * DAY).toISOString();
    expect(await sell(5, { soldAt: old })).toMatchObject(REFUSED);
    expect(await sell(4, { soldAt: old })).toMatchObject({ status: 201 });
    expect(await wallet()).toMatchObject({ available: 4e15, pending: 5e15 });
    world.clock.advanceSeconds((8 * DAY) / 1000);
    const { clock, database } = world;
    await matureAllDue(database, { clock, signal: new AbortController().signal });
    expect(await wallet()).toMatchObject({ available: 9e15, pending: 0 });
    await everythingAnswers();
  });

  test("leaves room again when its goods come back", async () => {
    const path = `/shops/${shop.id}/sales`;
    const { id } = await shop.owner.made<{ id: string }>(path, saleOf(9));
    expect(await sell(1)).toMatchObject(REFUSED);
    const lines = [{ line: 3, quantity: 1_000_000 }];
    const refund = await shop.owner.post(`${path}/${id}/refunds`, { lines });
    expect(refund).toMatchObject({ status: 201, body: { pointsTaken: 1e15 } });
    expect(await sell(1)).toMatchObject({ status: 201 });
    expect(await wallet()).toMatchObject({ available: 9e15 });
    // What was given out today is more than is out: the shop's first page says the most it can.
    await everythingAnswers();
    const summary = await shop.owner.get(`/shops/${shop.id}/summary`);
    expect(summary.body).toMatchObject({ awarded: 9e15, pointsToday: MOST });
  });

  test("at many tills at once stays within the ceiling", async () => {
    const others = await Promise.all(
      Array.from({ length: 12 }, (_, index) => world.register(`Guest ${index}`)),
    );
    const answers = await Promise.all(others.map(({ id }) => sell(2, { customerId: id })));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(4);
    expect(statuses.filter((status) => status === 422)).toHaveLength(8);
    expect(await world.balanced()).toBe(true);
  });
});

test("books that are over the ceiling are answered as the end of the range", async () => {
  await sell(9);
  await world.database.execute(
    `update ledger_account set balance = balance * 400, lots[3] = lots[3] * 400, lots[4] = lots[4] * 400
     where unit = $1 and owner = $2`,
    [shop.id, customer.id],
  );
  expect(await wallet()).toMatchObject({ available: MOST });
  await everythingAnswers();
  expect(await sell(1)).toMatchObject(REFUSED);
  const { body } = await world.operator.client.get<{ balanced: boolean }>("/operator/audit");
  expect(body.balanced).toBe(false);
});
