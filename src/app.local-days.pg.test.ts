import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  customerWith,
  offer,
  openStall,
  orderOf,
  type Seller,
  step,
} from "./mall/testing/street.ts";
import { openShop, startWorld, type World } from "./testing/world.ts";

// Days as a customer meets them: through the whole server, by the zones that the mall and a shop set.

let world: World;
let seller: Seller;
beforeAll(async () => {
  world = await startWorld();
  seller = await openStall(world, "Tea");
});
afterAll(async () => {
  const balanced = await world.balanced();
  await world.close();
  expect(balanced).toBe(true);
});

type Lots = { points: number; at: string }[];
type Wallet = {
  mall: { available: number; expiring: Lots };
  shops: { available: number; expiring: Lots }[];
};
type Movement = { reason: string; points: number; balanceAfter: number; reference: string };
type Customer = Awaited<ReturnType<typeof customerWith>>;

function goTo(moment: string): void {
  world.clock.advanceSeconds((Date.parse(moment) - world.clock.now()) / 1000);
}
async function walletOf({ client }: Pick<Customer, "client">): Promise<Wallet> {
  return (await client.get<Wallet>("/me/wallet")).body;
}
async function movementsOf({ client }: Customer): Promise<[string, number, number][]> {
  const { body } = await client.get<{ items: Movement[] }>("/me/movements?unit=mall");
  return body.items.map((one) => [one.reason, one.points, one.balanceAfter]);
}
async function runJobs(): Promise<void> {
  for (const job of world.app.jobs) await job.run(new AbortController().signal);
}

test("today on the shop's first page is the shop's day", async () => {
  const shop = await openShop(world, "Today");
  await shop.owner.client.patch(`/shops/${shop.id}`, { timeZone: "Asia/Kathmandu" });
  const sell = (receiptNumber: string) =>
    shop.owner.client.made(`/shops/${shop.id}/sales`, {
      receiptNumber,
      lines: [{ productId: shop.productId, quantity: 1 }],
    });
  const today = async () => {
    const { body } = await shop.owner.client.get<{ salesToday: number }>(
      `/shops/${shop.id}/summary`,
    );
    return body.salesToday;
  };
  goTo("2026-05-04T18:14:00.000Z");
  await sell("before midnight");
  expect(await today()).toBe(1);
  goTo("2026-05-04T18:15:00.000Z");
  expect(await today()).toBe(0);
  await sell("after midnight");
  expect(await today()).toBe(1);
});

describe("points of a sale", () => {
  test("are good through the shop's own last day, and gone at its midnight", async () => {
    const shop = await openShop(world);
    const lin = await world.register("Lin");
    const rules = { timeZone: "America/New_York", expiry: { kind: "days", days: 1 } };
    await shop.owner.client.patch(`/shops/${shop.id}`, rules);
    // A minute before midnight in New York.
    goTo("2026-05-06T03:59:00.000Z");
    await shop.owner.client.made(`/shops/${shop.id}/sales`, {
      receiptNumber: "1",
      customerId: lin.id,
      lines: [{ productId: shop.productId, quantity: 2 }],
    });
    const end = "2026-05-07T04:00:00.000Z";
    expect((await walletOf(lin)).shops).toMatchObject([
      { available: 3, expiring: [{ points: 3, at: end }] },
    ]);
    // A change of zone takes nothing away from what was promised.
    await shop.owner.client.patch(`/shops/${shop.id}`, { timeZone: "Pacific/Kiritimati" });
    goTo("2026-05-07T03:59:59.999Z");
    await runJobs();
    expect((await walletOf(lin)).shops).toMatchObject([{ available: 3 }]);
    goTo(end);
    await runJobs();
    expect((await walletOf(lin)).shops).toMatchObject([{ available: 0, expiring: [] }]);
  });
});

describe("points of a cancelled order", () => {
  test("whose lot has expired meanwhile come back for the mall's days of grace", async () => {
    goTo("2026-05-10T04:00:00.000Z");
    const customer = await customerWith(world, 20, 30);
    const { expiring } = (await walletOf(customer)).mall;
    const tea = await offer(seller, { points: 25 });
    const order = await orderOf(customer, tea.id);
    const [first, second] = expiring;
    goTo(first?.at ?? "");
    world.clock.advanceSeconds(3600);
    await runJobs();
    const [later] = [world.clock.now()];
    expect(await step(seller, order, "cancel")).toBe(200);
    const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(later);
    const end = new Date(Date.parse(`${day}T00:00:00+08:00`) + 15 * 86_400_000).toISOString();
    const wallet = await walletOf(customer);
    expect(wallet.mall.available).toBe(50);
    expect(wallet.mall.expiring).toEqual([
      { points: 30, at: second?.at },
      { points: 20, at: end },
    ]);
    expect((await movementsOf(customer)).slice(0, 4)).toEqual([
      ["extend", 20, 50],
      ["extend", -20, 30],
      ["release", 25, 50],
      ["hold", -25, 25],
    ]);
    await runJobs();
    expect((await walletOf(customer)).mall.available).toBe(50);
    goTo(end);
    await runJobs();
    expect((await walletOf(customer)).mall.available).toBe(0);
  });

  test("whose lot is good still go back to it", async () => {
    const customer = await customerWith(world, 20);
    const before = (await walletOf(customer)).mall.expiring;
    const tea = await offer(seller, { points: 5 });
    const order = await orderOf(customer, tea.id);
    expect(await step(seller, order, "cancel")).toBe(200);
    expect((await walletOf(customer)).mall.expiring).toEqual(before);
  });
});
