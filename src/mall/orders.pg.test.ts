import { afterAll, beforeAll, expect, test } from "vitest";
import { houseBalance, MALL } from "../ledger/index.ts";
import type { Event } from "../platform/events/events.ts";
import { startWorld, type World } from "../testing/world.ts";
import type { OrderAnswer, SellerOrderAnswer } from "./contract.ts";
import {
  availableTo,
  customerWith,
  lotsOf,
  offer,
  openStall,
  orderOf,
  readOrder,
  type Seller,
  step,
  stockOf,
} from "./testing/street.ts";

let world: World;
let seller: Seller;
const completed: string[] = [];
beforeAll(async () => {
  world = await startWorld();
  seller = await openStall(world, "Orders");
  world.app.deps.events.subscribe(async (_, event: Event) => {
    if (event.kind === "order_completed") completed.push(event.orderId);
  });
});
afterAll(async () => {
  expect(await world.balanced()).toBe(true);
  await world.close();
});

type Problem = {
  code: string;
  detail: string;
  state?: string;
  errors?: { pointer: string; code: string }[];
};
type Page<Item> = { items: Item[]; nextCursor: string | null };

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

test("a parcel goes from the order to the customer's confirmation, and the seller is paid", async () => {
  const before = await receivable(seller.id);
  const customer = await customerWith(world, 100);
  const tea = await offer(seller);
  const order = await orderOf(customer, tea.id);
  expect(await step(seller, order, "deliver")).toBe(409);
  expect(await step(seller, order, "accept")).toBe(200);
  expect(await step(seller, order, "deliver")).toBe(409);
  const shipment = { carrier: "顺丰", trackingNumber: "SF1234567890" };
  expect(await step(seller, order, "ship", shipment)).toBe(200);
  expect(await step(seller, order, "deliver")).toBe(200);
  const confirmed = await customer.client.post<OrderAnswer>(`/me/orders/${order.id}/confirm`);
  expect(confirmed.body).toMatchObject({ ...shipment, status: "completed", cancelledAt: null });
  const { acceptedAt, shippedAt, deliveredAt, completedAt } = confirmed.body;
  for (const time of [acceptedAt, shippedAt, deliveredAt, completedAt]) expect(time).not.toBeNull();
  expect(await receivable(seller.id)).toBe(before + 30);
  expect(await availableTo(world, customer.id)).toBe(70);
  expect(completed.filter((id) => id === order.id)).toHaveLength(1);
});

test("cancelling gives the points back to the lots they left, and the piece to the stock", async () => {
  const customer = await customerWith(world, 20, 20, 20);
  const tea = await offer(seller, { points: 50, stock: 1 });
  const order = await orderOf(customer, tea.id);
  expect(await lotsOf(customer)).toEqual([10]);
  expect(await stockOf(seller, tea.id)).toBe(0);
  const path = `/me/orders/${order.id}/cancel`;
  const cancelled = await customer.client.post<OrderAnswer>(path, { reason: "不要了" });
  expect(cancelled.body).toMatchObject({
    status: "cancelled",
    cancelledBy: "customer",
    cancelReason: "不要了",
  });
  expect(await lotsOf(customer)).toEqual([20, 20, 20]);
  expect(await stockOf(seller, tea.id)).toBe(1);
  expect(await step(seller, order, "accept")).toBe(409);
});

test("a seller cancels what it accepted and cannot send", async () => {
  const customer = await customerWith(world, 100);
  const order = await orderOf(customer, (await offer(seller)).id);
  await step(seller, order, "accept");
  expect(await step(seller, order, "cancel", { reason: "卖完了" })).toBe(200);
  expect(await readOrder(customer, order.id)).toMatchObject({
    status: "cancelled",
    cancelledBy: "seller",
    cancelReason: "卖完了",
  });
  expect(await availableTo(world, customer.id)).toBe(100);
});

test("a wrong state is named", async () => {
  const { customer, order } = await deliveredOrder();
  const answer = await customer.client.post<Problem>(`/me/orders/${order.id}/cancel`, {});
  expect([answer.status, answer.body.code]).toEqual([409, "wrong_state"]);
  expect(answer.body).toMatchObject({ state: "delivered", detail: "The order is delivered." });
  const headers = { "accept-language": "zh-CN" };
  const chinese = await customer.client.post<Problem>(
    `/me/orders/${order.id}/cancel`,
    {},
    { headers },
  );
  expect(chinese.body.detail).toBe("订单当前状态为“已送达”。");
});

test("the same key confirms once; another key finds the order completed", async () => {
  const { customer, order } = await deliveredOrder();
  const before = await receivable(seller.id);
  const confirm = (key: string) =>
    customer.client.post<Problem>(`/me/orders/${order.id}/confirm`, {}, { key });
  const [first, again] = await Promise.all([confirm("one"), confirm("one")]);
  expect([first.status, again.status, first.text]).toEqual([200, 200, again.text]);
  expect((await confirm("two")).body.code).toBe("wrong_state");
  expect(await receivable(seller.id)).toBe(before + 30);
  expect(completed.filter((id) => id === order.id)).toHaveLength(1);
});

test("when customer and seller act at the same moment, one wins and the other is told", async () => {
  for (let round = 0; round < 6; round += 1) {
    const customer = await customerWith(world, 100);
    const tea = await offer(seller);
    const order = await orderOf(customer, tea.id);
    const [cancel, other] = await Promise.all([
      customer.client.post<Problem>(`/me/orders/${order.id}/cancel`, {}),
      step(seller, order, round % 2 === 0 ? "cancel" : "accept"),
    ]);
    // An accepted order can still be cancelled, so there both may have their way, one after the other.
    const after = await readOrder(customer, order.id);
    expect(cancel.status === 200 || other === 200).toBe(true);
    if (round % 2 === 0) expect([cancel.status, other].sort()).toEqual([200, 409]);
    expect(after.status).toBe("cancelled");
    expect(await availableTo(world, customer.id)).toBe(100);
    expect(await stockOf(seller, tea.id)).toBe(10);
  }
});

test("a checkout and a cancellation of one customer do not wait for each other for ever", async () => {
  const customer = await customerWith(world, 1_000);
  const tea = await offer(seller, { points: 1, stock: 100 });
  const orders = [];
  for (let count = 0; count < 4; count += 1) orders.push(await orderOf(customer, tea.id));
  await Promise.all([
    ...orders.map(({ id }) => customer.client.made(`/me/orders/${id}/cancel`)),
    ...orders.map(() => orderOf(customer, tea.id)),
  ]);
  expect(await availableTo(world, customer.id)).toBe(996);
  expect(await stockOf(seller, tea.id)).toBe(96);
});

test("cancellations that are carried out together give each its own back, and refuse alone", async () => {
  const [tea, cake] = [
    await offer(seller, { points: 10, stock: 40 }),
    await offer(seller, { points: 5, stock: 40 }),
  ];
  const customers = await Promise.all(Array.from({ length: 8 }, () => customerWith(world, 60, 40)));
  const orders = [];
  for (const [index, customer] of customers.entries()) {
    orders.push(await orderOf(customer, index % 2 === 0 ? tea.id : cake.id, index + 1));
  }
  const [done, foreign] = [orders[0]?.id, orders[1]?.id];
  await customers[0]?.client.made(`/me/orders/${done}/cancel`);
  const asked = orders.flatMap(({ id }, index) => [[customers[index], id] as const]);
  const answers = await Promise.all(
    [...asked, [customers[2], foreign] as const, [customers[3], "ord_none"] as const].map(
      async ([customer, id]) => {
        const answer = await customer?.client.post<Problem>(`/me/orders/${id}/cancel`, {});
        return answer?.body.code ?? answer?.status;
      },
    ),
  );
  expect(answers).toEqual(["wrong_state", ...Array(7).fill(200), "not_found", "not_found"]);
  for (const customer of customers) expect(await lotsOf(customer)).toEqual([60, 40]);
  expect([await stockOf(seller, tea.id), await stockOf(seller, cake.id)]).toEqual([40, 40]);
});

test("a seller's cancellations are carried out together, and leave another seller's orders alone", async () => {
  const customer = await customerWith(world, 100);
  const other = await openStall(world, "Beside");
  const tea = await offer(seller, { points: 10 });
  const foreign = await orderOf(customer, (await offer(other, { points: 10 })).id);
  const own = [];
  for (let count = 0; count < 5; count += 1) own.push(await orderOf(customer, tea.id));
  const all = await Promise.all(
    [...own, foreign].map((order) => step(seller, order, "cancel", { reason: "休息" })),
  );
  expect(all).toEqual([200, 200, 200, 200, 200, 404]);
  expect((await readOrder(customer, foreign.id)).status).toBe("placed");
  expect(await availableTo(world, customer.id)).toBe(90);
  expect(await stockOf(seller, tea.id)).toBe(10);
});

async function acceptedPickup() {
  const customer = await customerWith(world, 100);
  const order = await orderOf(customer, (await offer(seller, { kind: "pickup" })).id);
  await step(seller, order, "accept");
  return { customer, order, path: `/sellers/${seller.id}/orders/${order.id}` };
}
const otherCode = (code: string | null, by = 1) =>
  String((Number(code) + by) % 100_000_000).padStart(8, "0");
const faultsOf = ({ body }: { body: Problem }) =>
  (body.errors ?? []).map(({ pointer, code }) => [pointer, code]);

test("what is collected is handed over against its code, which the seller does not see", async () => {
  const { order, path } = await acceptedPickup();
  expect(order.pickupCode).toMatch(/^\d{8}$/);
  const seen = await seller.client.get<SellerOrderAnswer>(path);
  expect(seen.body.pickupCode).toBeNull();
  expect(seen.body.actions).toContainEqual({ name: "deliver", needs: ["pickupCode"] });
  for (const body of [{}, { pickupCode: "" }, { pickupCode: "  " }]) {
    const without = await seller.client.post<Problem>(`${path}/deliver`, body);
    expect([without.status, faultsOf(without)]).toEqual([422, [["/pickupCode", "required"]]]);
  }
  const wrong = { pickupCode: otherCode(order.pickupCode) };
  const refused = await seller.client.post<Problem>(`${path}/deliver`, wrong);
  expect([refused.status, faultsOf(refused)]).toEqual([422, [["/pickupCode", "wrong_code"]]]);
  const typed = { pickupCode: ` ${order.pickupCode?.replace(/^(....)/, "$1 ")}` };
  const key = "the hand-over";
  const delivered = await seller.client.post(`${path}/deliver`, typed, { key });
  const again = await seller.client.post(`${path}/deliver`, typed, { key });
  expect([delivered.status, again.text]).toEqual([200, delivered.text]);
});

test("a mixed order needs the code too, once everything that travels was shipped", async () => {
  const customer = await customerWith(world, 100);
  const goods = [await offer(seller, { kind: "pickup" }), await offer(seller)];
  const lines = goods.map(({ id }) => ({ productId: id, quantity: 1 }));
  const { orders } = await customer.client.made<{ orders: { id: string }[] }>("/me/orders", {
    lines,
  });
  const order = await readOrder(customer, orders[0]?.id ?? "");
  const path = `/sellers/${seller.id}/orders/${order.id}`;
  const names = async () =>
    (await seller.client.get<SellerOrderAnswer>(path)).body.actions.map(({ name }) => name);
  expect(await names()).toEqual(["accept", "cancel"]);
  await step(seller, order, "accept");
  expect(await names()).toEqual(["ship", "cancel"]);
  await step(seller, order, "ship");
  const { body } = await seller.client.get<SellerOrderAnswer>(path);
  expect(body.actions).toEqual([{ name: "deliver", needs: ["pickupCode"] }]);
  expect(await step(seller, order, "deliver")).toBe(422);
  const pickupCode = order.pickupCode ?? "";
  expect(await step(seller, order, "deliver", { pickupCode })).toBe(200);
});

test("a code is not guessed: after ten wrong tries even the right one waits an hour", async () => {
  const { order, path } = await acceptedPickup();
  for (let count = 1; count <= 10; count += 1) {
    const wrong = { pickupCode: otherCode(order.pickupCode, count) };
    expect((await seller.client.post(`${path}/deliver`, wrong)).status).toBe(422);
  }
  const right = { pickupCode: order.pickupCode };
  const refused = await seller.client.post<Problem>(`${path}/deliver`, right);
  expect([refused.status, refused.body.code]).toEqual([429, "rate_limited"]);
  expect(refused.headers["retry-after"]).toBe("3600");
  world.clock.advanceSeconds(3600);
  expect((await seller.client.post(`${path}/deliver`, right)).status).toBe(200);
});

test("the customer's actions are those that are not refused", async () => {
  const customer = await customerWith(world, 100);
  const order = await orderOf(customer, (await offer(seller)).id);
  const actions = async () => (await readOrder(customer, order.id)).actions.map(({ name }) => name);
  expect(await actions()).toEqual(["cancel"]);
  await step(seller, order, "accept");
  expect(await actions()).toEqual(["cancel"]);
  await step(seller, order, "ship");
  expect(await actions()).toEqual(["confirm"]);
  await customer.client.made(`/me/orders/${order.id}/confirm`);
  expect(await actions()).toEqual([]);
});

test("one short number, the same for both sides, finds the order as people type it", async () => {
  const customer = await customerWith(world, 100);
  const tea = await offer(seller, { points: 1 });
  const { orders } = await customer.client.made<{ orders: { id: string; number: string }[] }>(
    "/me/orders",
    { lines: [{ productId: tea.id, quantity: 1 }] },
  );
  const [placed] = orders;
  await orderOf(customer, tea.id);
  expect(placed?.number).toMatch(/^[2-9A-HJKMNP-TV-Z]{8}$/);
  const number = placed?.number ?? "";
  const typed = encodeURIComponent(` ${number.slice(0, 4).toLowerCase()}-${number.slice(4)}`);
  for (const [client, path] of [
    [customer.client, "/me/orders"],
    [seller.client, `/sellers/${seller.id}/orders`],
  ] as const) {
    const found = await client.get<Page<OrderAnswer>>(`${path}?number=${typed}`);
    expect(found.body.items.map((one) => [one.id, one.number])).toEqual([[placed?.id, number]]);
    const none = await client.get<Page<OrderAnswer>>(`${path}?number=22222222`);
    expect(none.body.items).toEqual([]);
  }
});

test("of two people of the seller, and of a cancellation and a step, one wins", async () => {
  const rivals = [
    ["accept", "accept"],
    ["accept", "cancel"],
    ["ship", "cancel"],
  ] as const;
  for (const [left, right] of rivals) {
    const customer = await customerWith(world, 100);
    const order = await orderOf(customer, (await offer(seller)).id);
    if (left === "ship") await step(seller, order, "accept");
    const both = await Promise.all([step(seller, order, left), step(seller, order, right)]);
    const after = await readOrder(customer, order.id);
    // An accepted order can still be cancelled, so both may have their way, one after the other.
    if (left === "accept" && right === "cancel") expect(both).toContain(200);
    else expect([...both].sort()).toEqual([200, 409]);
    expect(await availableTo(world, customer.id)).toBe(after.status === "cancelled" ? 100 : 70);
  }
});

test("a step may be sent without a body", async () => {
  const customer = await customerWith(world, 100);
  const order = await orderOf(customer, (await offer(seller)).id);
  const path = `/sellers/${seller.id}/orders/${order.id}`;
  expect((await seller.client.post(`${path}/accept`)).status).toBe(200);
  expect((await seller.client.post(`${path}/ship`)).status).toBe(200);
  expect((await seller.client.post(`${path}/deliver`, { by: "me" })).status).toBe(422);
  expect((await customer.client.post(`/me/orders/${order.id}/confirm`)).status).toBe(200);
});

test("orders of others are not there", async () => {
  const { order } = await deliveredOrder();
  const stranger = await customerWith(world);
  const other = await openStall(world, "Other");
  expect((await stranger.client.get(`/me/orders/${order.id}`)).status).toBe(404);
  for (const action of ["cancel", "confirm"]) {
    expect((await stranger.client.post(`/me/orders/${order.id}/${action}`)).status).toBe(404);
  }
  expect((await other.client.get(`/sellers/${other.id}/orders/${order.id}`)).status).toBe(404);
  for (const action of ["accept", "ship", "deliver", "cancel"] as const) {
    expect(await step(other, order, action)).toBe(404);
  }
});

test("both sides list their orders, newest first, page by page, by status", async () => {
  const stall = await openStall(world, "Lists");
  const customer = await customerWith(world, 100);
  const tea = await offer(stall, { points: 1 });
  const ids: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    world.clock.advanceSeconds(1);
    ids.unshift((await orderOf(customer, tea.id)).id);
  }
  await step(stall, { id: ids[1] ?? "" }, "accept");
  for (const [client, path] of [
    [customer.client, "/me/orders"],
    [stall.client, `/sellers/${stall.id}/orders`],
  ] as const) {
    const first = (await client.get<Page<OrderAnswer>>(`${path}?limit=2`)).body;
    const next = `${path}?limit=2&cursor=${first.nextCursor}`;
    const second = (await client.get<Page<OrderAnswer>>(next)).body;
    expect([...first.items, ...second.items].map((order) => order.id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
    const accepted = (await client.get<Page<OrderAnswer>>(`${path}?status=accepted`)).body;
    expect(accepted.items.map((order) => order.id)).toEqual([ids[1]]);
    expect((await client.get(`${path}?status=lost`)).status).toBe(422);
    expect((await client.get(`${path}?cursor=lost`)).status).toBe(422);
  }
});
