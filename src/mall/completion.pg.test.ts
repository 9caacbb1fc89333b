import { afterAll, beforeAll, expect, test } from "vitest";
import { houseBalance, MALL } from "../ledger/index.ts";
import type { Event } from "../platform/events/events.ts";
import { orderCompletionFailures } from "../platform/telemetry/metrics.ts";
import { startWorld, type World } from "../testing/world.ts";
import {
  customerWith,
  DAY_SECONDS,
  offer,
  openStall,
  orderOf,
  readOrder,
  type Seller,
  step,
} from "./testing/street.ts";

let world: World;
let seller: Seller;
const completed: string[] = [];
let broken: string | null = null;
beforeAll(async () => {
  world = await startWorld();
  seller = await openStall(world, "Completion");
  await setPolicies({ orderReturnDays: 1 });
  world.app.deps.events.subscribe(async (_, event: Event) => {
    if (event.kind !== "order_completed") return;
    if (event.orderId === broken) throw new Error("a listener fails");
    completed.push(event.orderId);
  });
});
afterAll(async () => {
  expect(await world.balanced()).toBe(true);
  await world.close();
});

async function setPolicies(change: object): Promise<void> {
  expect((await world.operator.client.put("/operator/policies", change)).status).toBe(200);
}

async function receivable(sellerId: string): Promise<number> {
  const account = { unit: MALL, owner: sellerId, role: "receivable" } as const;
  return Number(await houseBalance(world.database, account));
}

async function deliveredOrder(points = 30) {
  const customer = await customerWith(world, 100);
  const tea = await offer(seller, { points });
  const order = await orderOf(customer, tea.id);
  for (const action of ["accept", "ship", "deliver"] as const) await step(seller, order, action);
  return { customer, order };
}

test("the mall keeps its commission, rounded down", async () => {
  await setPolicies({ commissionBasisPoints: 500 });
  const { customer, order } = await deliveredOrder(39);
  const before = await receivable(seller.id);
  await customer.client.made(`/me/orders/${order.id}/confirm`);
  expect(await receivable(seller.id)).toBe(before + 38);
  await setPolicies({ commissionBasisPoints: 0 });
});

test("a confirmation and the job at the same moment pay once", async () => {
  const { customer, order } = await deliveredOrder();
  const before = await receivable(seller.id);
  world.clock.advanceSeconds(2 * DAY_SECONDS);
  await Promise.all([
    customer.client.post(`/me/orders/${order.id}/confirm`, {}),
    world.app.mall.completeDelivered(),
    world.app.mall.completeDelivered(),
  ]);
  await world.app.mall.completeDelivered();
  expect(await receivable(seller.id)).toBe(before + 30);
});

test("delivered orders complete by themselves after the return days, not before", async () => {
  const { customer, order } = await deliveredOrder();
  world.clock.advanceSeconds(DAY_SECONDS);
  expect(await world.app.mall.completeDelivered()).toBe(0);
  world.clock.advanceSeconds(1);
  expect(await world.app.mall.completeDelivered()).toBe(1);
  expect((await readOrder(customer, order.id)).status).toBe("completed");
  expect(completed).toContain(order.id);
  expect(await world.app.mall.completeDelivered()).toBe(0);
});

test("an order that cannot be completed holds up no other, is counted, and is tried again later", async () => {
  const first = await deliveredOrder();
  world.clock.advanceSeconds(1);
  const second = await deliveredOrder();
  world.clock.advanceSeconds(DAY_SECONDS + 1);
  const counted = async () =>
    (await orderCompletionFailures.get()).values.reduce((total, { value }) => total + value, 0);
  const before = await counted();
  broken = first.order.id;
  expect(await world.app.mall.completeDelivered()).toBe(1);
  expect((await readOrder(first.customer, first.order.id)).status).toBe("delivered");
  expect((await readOrder(second.customer, second.order.id)).status).toBe("completed");
  expect(await counted()).toBe(before + 1);
  expect(await world.app.mall.completeDelivered()).toBe(0);
  expect(await counted()).toBe(before + 1);
  broken = null;
  world.clock.advanceSeconds(60);
  expect(await world.app.mall.completeDelivered()).toBe(1);
  expect((await readOrder(first.customer, first.order.id)).status).toBe("completed");
});

test("of confirmations that are carried out together one fails alone, and nobody is paid twice", async () => {
  const orders: Awaited<ReturnType<typeof deliveredOrder>>[] = [];
  for (let count = 0; count < 6; count += 1) orders.push(await deliveredOrder());
  const [first] = orders;
  const before = await receivable(seller.id);
  broken = first?.order.id ?? null;
  const confirmAll = () =>
    Promise.all(
      orders.map(async ({ customer, order }) => {
        const answer = await customer.client.post(`/me/orders/${order.id}/confirm`, {});
        return answer.status;
      }),
    );
  expect(await confirmAll()).toEqual([500, 200, 200, 200, 200, 200]);
  expect(await receivable(seller.id)).toBe(before + 5 * 30);
  broken = null;
  expect(await confirmAll()).toEqual([200, 409, 409, 409, 409, 409]);
  expect(await receivable(seller.id)).toBe(before + 6 * 30);
});
