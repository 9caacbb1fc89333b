import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorld, type World } from "../testing/world.ts";
import type { CheckoutAnswer } from "./contract.ts";
import {
  availableTo,
  type Customer,
  customerWith,
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
beforeAll(async () => {
  world = await startWorld();
  seller = await openStall(world, "Checkout");
});
afterAll(async () => {
  expect(await world.balanced()).toBe(true);
  await world.close();
});

type Line = { productId: string; quantity: number };
type Problem = { code: string; detail: string; errors?: { pointer: string }[] };

function buy(customer: Customer, lines: Line[], more: object = {}, key?: string) {
  const options = key === undefined ? {} : { key };
  return customer.client.post<CheckoutAnswer & Problem>("/me/orders", { lines, ...more }, options);
}

async function countOrders(customer: Customer): Promise<number> {
  const page = await customer.client.get<{ items: unknown[] }>("/me/orders?limit=100");
  return page.body.items.length;
}

test("a cart across sellers becomes one order each, and the points are set aside", async () => {
  const other = await openStall(world, "Second stall");
  const customer = await customerWith(world, 200);
  const tea = await offer(seller, { name: "Tea", points: 30, stock: 5, cash: 250 });
  const cup = await offer(seller, { name: "Cup", points: 20, stock: 5 });
  const book = await offer(other, { name: "Book", points: 50, stock: 5 });
  const answer = await buy(
    customer,
    [
      { productId: tea.id, quantity: 1 },
      { productId: book.id, quantity: 1 },
      { productId: cup.id, quantity: 2 },
      { productId: tea.id, quantity: 1 },
    ],
    { expectedPoints: 150 },
  );
  expect(answer.status).toBe(201);
  expect(answer.body.orders).toMatchObject([
    { sellerId: seller.id, points: 100, status: "placed" },
    { sellerId: other.id, points: 50, status: "placed" },
  ]);
  expect(answer.body.wallet.mall.available).toBe(50);
  expect(await stockOf(seller, tea.id)).toBe(3);
  const order = await readOrder(customer, answer.body.orders[0]?.id ?? "");
  expect(order).toMatchObject({
    checkoutId: answer.body.checkoutId,
    seller: { id: seller.id, name: "Checkout" },
    points: 100,
    cash: 500,
    address: null,
    pickupCode: null,
    lines: [
      { productId: tea.id, name: "Tea", quantity: 2, points: 60, kind: "physical" },
      { productId: cup.id, quantity: 2, points: 40 },
    ],
  });
});

test("the same key gets the same answer and nothing is ordered twice", async () => {
  const customer = await customerWith(world, 100);
  const tea = await offer(seller);
  const lines = [{ productId: tea.id, quantity: 1 }];
  const first = await buy(customer, lines, {}, "once");
  const again = await buy(customer, lines, {}, "once");
  expect(again.text).toBe(first.text);
  expect(again.headers["idempotent-replayed"]).toBe("true");
  expect(await countOrders(customer)).toBe(1);
  expect(await availableTo(world, customer.id)).toBe(70);
  const keyless = await customer.client.post("/me/orders", { lines }, { key: null });
  expect(keyless.status).toBe(422);
});

test("a refusal changes nothing, whatever was in order before it", async () => {
  const suspended = await openStall(world, "Suspended stall");
  const shut = await offer(suspended, { name: "Shut" });
  await world.operator.client.made(`/operator/sellers/${suspended.id}/suspend`, { reason: "x" });
  const customer = await customerWith(world, 100);
  const good = await offer(seller, { name: "Good" });
  const gone = await offer(seller, { name: "Gone", stock: 1 });
  const hidden = await offer(seller, { name: "Hidden", status: "hidden" });
  const cases: [string, Line[], object, number][] = [
    ["invalid_request", [{ productId: "prd_nothing", quantity: 1 }], {}, 422],
    ["seller_suspended", [{ productId: shut.id, quantity: 1 }], {}, 409],
    ["product_not_available", [{ productId: hidden.id, quantity: 1 }], {}, 409],
    ["out_of_stock", [{ productId: gone.id, quantity: 2 }], {}, 409],
    ["price_changed", [], { expectedPoints: 29 }, 409],
    ["insufficient_points", [{ productId: good.id, quantity: 9 }], {}, 409],
  ];
  for (const [code, lines, more, status] of cases) {
    const answer = await buy(customer, [{ productId: good.id, quantity: 1 }, ...lines], more);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  }
  expect(await countOrders(customer)).toBe(0);
  expect(await availableTo(world, customer.id)).toBe(100);
  expect(await stockOf(seller, good.id)).toBe(10);
});

test.each([[0], [1000], [1.5], [-1]])("a quantity of %d is refused", async (quantity) => {
  const customer = await customerWith(world, 100);
  const tea = await offer(seller);
  const answer = await buy(customer, [{ productId: tea.id, quantity }]);
  expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([422, "/lines/0/quantity"]);
});

test("of many who want the last piece exactly one gets it", async () => {
  const tea = await offer(seller, { stock: 1 });
  const cup = await offer(seller, { stock: 100 });
  const customers = await Promise.all(Array.from({ length: 8 }, () => customerWith(world, 100)));
  const answers = await Promise.all(
    customers.map((customer, index) => {
      const lines = [
        { productId: tea.id, quantity: 1 },
        { productId: cup.id, quantity: 1 },
      ];
      return buy(customer, index % 2 === 0 ? lines : lines.reverse());
    }),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array(7).fill(409)]);
  const refused = answers.filter((answer) => answer.status === 409);
  expect(new Set(refused.map((answer) => answer.body.code))).toEqual(new Set(["out_of_stock"]));
  expect(await stockOf(seller, tea.id)).toBe(0);
  expect(await stockOf(seller, cup.id)).toBe(99);
  const balances = await Promise.all(customers.map(({ id }) => availableTo(world, id)));
  expect(balances.sort((left, right) => left - right)).toEqual([40, ...Array(7).fill(100)]);
});

test("carts that come together share what there is, and one that is refused costs the others nothing", async () => {
  const tea = await offer(seller, { name: "Together tea", points: 3, stock: 9 });
  const cup = await offer(seller, { name: "Together cup", points: 5, stock: 7 });
  const gone = await offer(seller, { name: "Together gone", points: 1, stock: 0 });
  const carts: { lines: Line[]; has: number }[] = Array.from({ length: 16 }, (_, index) => ({
    has: index % 5 === 4 ? 2 : 100,
    lines: [
      { productId: index % 2 === 0 ? tea.id : cup.id, quantity: 1 + (index % 2) },
      { productId: index % 2 === 0 ? cup.id : tea.id, quantity: 1 },
      ...(index % 7 === 3 ? [{ productId: gone.id, quantity: 1 }] : []),
    ],
  }));
  const customers = await Promise.all(carts.map(({ has }) => customerWith(world, has)));
  const answers = await Promise.all(
    customers.map((customer, index) => buy(customer, carts[index]?.lines ?? [])),
  );
  const taken = { tea: 0, cup: 0 };
  for (const [index, { status, body }] of answers.entries()) {
    const cart = carts[index];
    const customer = customers[index];
    if (!cart || !customer) throw new Error("every answer has a cart");
    if (index % 7 === 3) expect(body.code).toBe("out_of_stock");
    else if (status !== 201) expect(["out_of_stock", "insufficient_points"]).toContain(body.code);
    expect(await countOrders(customer)).toBe(status === 201 ? 1 : 0);
    if (status !== 201) {
      expect(await availableTo(world, customer.id)).toBe(cart.has);
      continue;
    }
    for (const { productId, quantity } of cart.lines) {
      taken[productId === tea.id ? "tea" : "cup"] += quantity;
    }
    const points = cart.lines.reduce(
      (all, { productId, quantity }) => all + quantity * (productId === tea.id ? 3 : 5),
      0,
    );
    expect(body.wallet.mall.available).toBe(100 - points);
  }
  expect(await stockOf(seller, tea.id)).toBe(9 - taken.tea);
  expect(await stockOf(seller, cup.id)).toBe(7 - taken.cup);
  // Every cart wants two pieces of one and one of the other at the most.
  expect(9 - taken.tea < 2 || 7 - taken.cup < 2).toBe(true);
});

test("two checkouts against one balance: the points are spent once", async () => {
  const customer = await customerWith(world, 50);
  const products = await Promise.all(Array.from({ length: 4 }, () => offer(seller)));
  const answers = await Promise.all(
    products.map(({ id }) => buy(customer, [{ productId: id, quantity: 1 }])),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409]);
  expect(await availableTo(world, customer.id)).toBe(20);
  const stocks = await Promise.all(products.map(({ id }) => stockOf(seller, id)));
  expect(stocks.sort()).toEqual([10, 10, 10, 9]);
});

test("a parcel goes to the given address, else to the default one, else without", async () => {
  const customer = await customerWith(world, 200);
  const tea = await offer(seller);
  expect((await orderOf(customer, tea.id)).address).toBeNull();
  const home = { recipient: "小林", phone: "13800000000", region: "云南", street: "茶马街 1 号" };
  await customer.client.made("/me/addresses", home);
  expect((await orderOf(customer, tea.id)).address).toEqual(home);
  const work = { ...home, street: "茶马街 2 号" };
  const given = await buy(customer, [{ productId: tea.id, quantity: 1 }], { address: work });
  const order = await readOrder(customer, given.body.orders[0]?.id ?? "");
  expect(order.address).toEqual(work);
  const pickup = await offer(seller, { kind: "pickup" });
  expect((await orderOf(customer, pickup.id)).address).toBeNull();
});

test("vouchers are delivered at once, their codes shown to the customer alone", async () => {
  const customer = await customerWith(world, 100);
  const voucher = await offer(seller, { kind: "voucher" });
  const path = `/sellers/${seller.id}/products/${voucher.id}/voucher-codes`;
  await seller.client.made(path, { codes: ["FIRST", "SECOND", "THIRD"] });
  const order = await orderOf(customer, voucher.id, 2);
  expect(order.status).toBe("delivered");
  expect(order.deliveredAt).not.toBeNull();
  expect(order.voucherCodes).toHaveLength(2);
  const seen = await seller.client.get<{ voucherCodes: string[]; customerName: string }>(
    `/sellers/${seller.id}/orders/${order.id}`,
  );
  expect(seen.body).toMatchObject({ voucherCodes: [], customerName: "小林" });
  expect(await stockOf(seller, voucher.id)).toBe(1);
  const cancel = await customer.client.post<Problem>(`/me/orders/${order.id}/cancel`);
  expect([cancel.status, cancel.body.code]).toEqual([409, "wrong_state"]);
});

test("each voucher code is sold once, however many buy at the same time", async () => {
  const voucher = await offer(seller, { kind: "voucher", points: 1 });
  const codes = Array.from({ length: 5 }, (_, index) => `CODE-${index}`);
  const path = `/sellers/${seller.id}/products/${voucher.id}/voucher-codes`;
  await seller.client.made(path, { codes });
  const customers = await Promise.all(Array.from({ length: 8 }, () => customerWith(world, 10)));
  await Promise.all([
    ...customers.map((customer) => buy(customer, [{ productId: voucher.id, quantity: 1 }])),
    seller.client.made(path, { codes: ["CODE-5"] }),
  ]);
  const pages = await Promise.all(
    customers.map(({ client }) =>
      client.get<{ items: { voucherCodes: string[] }[] }>("/me/orders"),
    ),
  );
  const sold = pages.flatMap((page) => page.body.items.flatMap((order) => order.voucherCodes));
  expect(new Set(sold).size).toBe(sold.length);
  expect(sold.length).toBeGreaterThanOrEqual(5);
  expect(await stockOf(seller, voucher.id)).toBe(6 - sold.length);
});

test("beside a parcel the codes wait for its delivery, and go back when it is cancelled", async () => {
  const customer = await customerWith(world, 500);
  const voucher = await offer(seller, { kind: "voucher" });
  const tea = await offer(seller);
  const path = `/sellers/${seller.id}/products/${voucher.id}/voucher-codes`;
  await seller.client.made(path, { codes: ["ONLY"] });
  const lines = [
    { productId: voucher.id, quantity: 1 },
    { productId: tea.id, quantity: 1 },
  ];
  const first = (await buy(customer, lines)).body.orders[0] ?? { id: "" };
  expect(await readOrder(customer, first.id)).toMatchObject({ status: "placed", voucherCodes: [] });
  expect(await stockOf(seller, voucher.id)).toBe(0);
  expect(await step(seller, first, "cancel")).toBe(200);
  expect(await stockOf(seller, voucher.id)).toBe(1);
  const second = (await buy(customer, lines)).body.orders[0] ?? { id: "" };
  for (const action of ["accept", "ship", "deliver"] as const) await step(seller, second, action);
  expect((await readOrder(customer, second.id)).voucherCodes).toEqual(["ONLY"]);
});
