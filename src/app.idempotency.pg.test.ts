import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildEndpointList } from "./app.ts";
import {
  type Customer,
  customerWith,
  offer,
  orderOf,
  type Seller,
  step,
} from "./mall/testing/street.ts";
import { takesKey } from "./platform/http/endpoint.ts";
import type { Client } from "./testing/client.ts";
import { openSeller, openShop, startWorld, type World } from "./testing/world.ts";

// What every POST promises about its Idempotency-Key (api.md, Idempotency and Retries).

const POSTS = buildEndpointList().filter(({ method }) => method === "POST");
/** api.md, Retries: these steps of orders and movements never run without a key. */
const MUST_HAVE_KEY =
  /^(?!\/me\/invitations\/).*\/(accept|ship|deliver|confirm|cancel|return|refund|refunds|deposits|conversions|sales|batch)$|^\/me\/orders$/;

describe.each(POSTS.map((one) => [one.path, one] as const))("POST %s", (path, endpoint) => {
  test("says what a key means to it", () => {
    expect(["required", "optional", "none"]).toContain(endpoint.idempotency);
    const reason = "noKeyBecause" in endpoint ? (endpoint.noKeyBecause ?? "") : "";
    expect(reason.length > 10).toBe(endpoint.idempotency === "none");
    if (MUST_HAVE_KEY.test(path)) expect(endpoint.idempotency).toBe("required");
  });
});

let world: World;
let shop: Awaited<ReturnType<typeof openShop>>;
let seller: Seller;
let sellerProduct: string;
let customer: Customer;
let clients: Client[];
beforeAll(async () => {
  world = await startWorld();
  shop = await openShop(world);
  const opened = await openSeller(world);
  seller = { id: opened.id, client: opened.owner.client };
  sellerProduct = opened.productId;
  customer = await customerWith(world, 1_000);
  clients = [world.operator.client, shop.owner.client, seller.client, customer.client];
});
afterAll(() => world.close());

type Problem = { code: string; errors?: { pointer: string; code: string }[] };
const keyFaults = (body: Problem | null) =>
  (body?.errors ?? []).filter(({ pointer }) => pointer === "/headers/idempotency-key");

describe.each(POSTS.filter(takesKey).map((one) => [one.path, one] as const))(
  "POST %s",
  (template, endpoint) => {
    const path = () =>
      template
        .replace("{shopId}", shop.id)
        .replace("{sellerId}", seller.id)
        .replace(/\{(\w+)\}/g, "none_$1");

    test("refuses a key that is none, and a missing one where it is required", async () => {
      for (const client of clients) {
        const bad = await client.post<Problem>(path(), { nonsense: 1 }, { key: "ä" });
        if (["not_allowed", "not_found"].includes(bad.body.code)) continue;
        expect(keyFaults(bad.body)).toMatchObject([{ code: "wrong_format" }]);
        const without = await client.post<Problem>(path(), { nonsense: 1 }, { key: null });
        const expected = endpoint.idempotency === "required" ? [{ code: "required" }] : [];
        expect(keyFaults(without.body)).toMatchObject(expected);
        return;
      }
      throw new Error("nobody in this test may call it");
    });
  },
);

type Call = { client: Client; path: string; body: object; other?: object };

async function placedOrder(...steps: ("accept" | "ship" | "deliver")[]) {
  const product = await offer(seller, { points: 5, stock: 9 });
  const order = await orderOf(customer, product.id);
  for (const action of steps) expect(await step(seller, order, action)).toBe(200);
  return `/orders/${order.id}`;
}

/** One call of each kind, made anew for each test; `other` is a body that would be taken as well. */
const CALLS: Record<string, () => Promise<Call>> = {
  apply: async () => ({
    client: customer.client,
    path: "/shops",
    body: { name: "Corner shop" },
    other: { name: "Another shop" },
  }),
  "seller's product": async () => ({
    client: seller.client,
    path: `/sellers/${seller.id}/products`,
    body: { name: "Tea", points: 3, stock: 1 },
    other: { name: "Tea", points: 4, stock: 1 },
  }),
  "shop's product": async () => ({
    client: shop.owner.client,
    path: `/shops/${shop.id}/products`,
    body: { name: "Noodles", barcode: String(world.clock.now() + Math.random()), price: 100 },
    other: { name: "Noodles", price: 100 },
  }),
  "reward rule": async () => ({
    client: shop.owner.client,
    path: `/shops/${shop.id}/reward-rules`,
    body: { scope: {}, kind: "per_unit", parameters: { points: 2 } },
    other: { scope: {}, kind: "per_unit", parameters: { points: 3 } },
  }),
  ratio: async () => ({
    client: shop.owner.client,
    path: `/shops/${shop.id}/exchange-ratio`,
    body: { shopPoints: 100, mallPoints: 5 },
    other: { shopPoints: 100, mallPoints: 6 },
  }),
  approval: async () => ({
    client: world.operator.client,
    path: `/operator/shops/${shop.id}/approve`,
    body: {},
    other: { reason: "good" },
  }),
  address: async () => ({
    client: customer.client,
    path: "/me/addresses",
    body: { recipient: "Lin", phone: "1", region: "Yunnan", street: "1" },
    other: { recipient: "Li", phone: "1", region: "Yunnan", street: "1" },
  }),
  programme: async () => ({
    client: world.operator.client,
    path: "/operator/incentive-programmes",
    body: {
      name: "Welcome",
      trigger: { kind: "approved" },
      reward: { kind: "mall_points", points: 10 },
      budgetPoints: 100,
    },
  }),
  quote: async () => ({
    client: customer.client,
    path: "/me/conversion-quotes",
    body: { shopId: shop.id, points: 200 },
    other: { shopId: shop.id, points: 300 },
  }),
  deposit: async () => ({
    client: world.operator.client,
    path: `/shops/${shop.id}/pool/deposits`,
    body: { amount: 100, reference: "slip" },
    other: { amount: 200, reference: "slip" },
  }),
  order: async () => ({
    client: customer.client,
    path: "/me/orders",
    body: { lines: [{ productId: sellerProduct, quantity: 1 }] },
    other: { lines: [{ productId: sellerProduct, quantity: 2 }] },
  }),
  accept: async () => ({
    client: seller.client,
    path: `/sellers/${seller.id}${await placedOrder()}/accept`,
    body: {},
  }),
  ship: async () => ({
    client: seller.client,
    path: `/sellers/${seller.id}${await placedOrder("accept")}/ship`,
    body: { carrier: "SF" },
    other: { carrier: "YTO" },
  }),
  deliver: async () => ({
    client: seller.client,
    path: `/sellers/${seller.id}${await placedOrder("accept", "ship")}/deliver`,
    body: {},
  }),
  "cancel by the seller": async () => ({
    client: seller.client,
    path: `/sellers/${seller.id}${await placedOrder()}/cancel`,
    body: { reason: "gone" },
    other: { reason: "lost" },
  }),
  "cancel by the customer": async () => ({
    client: customer.client,
    path: `/me${await placedOrder()}/cancel`,
    body: {},
    other: { reason: "too late" },
  }),
  confirm: async () => ({
    client: customer.client,
    path: `/me${await placedOrder("accept", "ship", "deliver")}/confirm`,
    body: {},
  }),
};

let keys = 0;
function newKey(): string {
  keys += 1;
  return `intent ${keys}`;
}

describe.each(Object.entries(CALLS))("%s", (_, make) => {
  test("a repeat gets the first answer byte for byte; the key serves nothing else", async () => {
    const { client, path, body, other } = await make();
    const key = newKey();
    const first = await client.post(path, body, { key });
    expect(first.status, first.text).toBeLessThan(300);
    expect(first.headers["idempotent-replayed"]).toBeUndefined();
    const again = await client.post(path, body, { key });
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(again.headers["idempotent-replayed"]).toBe("true");
    if (other) {
      const reused = await client.post<Problem>(path, other, { key });
      expect([reused.status, reused.body.code]).toEqual([422, "idempotency_key_reused"]);
    }
    const elsewhere = await make();
    if (elsewhere.path !== path) {
      const reused = await client.post<Problem>(elsewhere.path, elsewhere.body, { key });
      expect([reused.status, reused.body.code]).toEqual([422, "idempotency_key_reused"]);
    }
  });

  test("of two at the same moment the second waits for the first's answer", async () => {
    const { client, path, body } = await make();
    const key = newKey();
    const both = await Promise.all([
      client.post(path, body, { key }),
      client.post(path, body, { key }),
    ]);
    expect(both.map(({ status }) => status < 300)).toEqual([true, true]);
    expect(new Set(both.map(({ text }) => text)).size).toBe(1);
    expect(both.filter(({ headers }) => headers["idempotent-replayed"] === "true")).toHaveLength(1);
  });
});

test("a refusal leaves no record: the key works when what was in the way is gone", async () => {
  const path = `/sellers/${seller.id}${await placedOrder()}`;
  const key = newKey();
  const early = await seller.client.post<Problem>(`${path}/ship`, {}, { key });
  expect([early.status, early.body.code]).toEqual([409, "wrong_state"]);
  expect((await seller.client.post(`${path}/accept`)).status).toBe(200);
  const late = await seller.client.post(`${path}/ship`, {}, { key });
  expect([late.status, late.headers["idempotent-replayed"]]).toEqual([200, undefined]);
});

test("a refusal inside an optional key's transaction takes back its work and its record", async () => {
  const path = `/shops/${shop.id}/products`;
  const product = { name: "Soup", barcode: "barcode of the refusal test", price: 100 };
  await shop.owner.client.made(path, product);
  const key = newKey();
  const refused = await shop.owner.client.post<Problem>(path, product, { key });
  expect([refused.status, refused.body.code]).toEqual([409, "barcode_in_use"]);
  const changed = await shop.owner.client.post(path, { ...product, barcode: "free" }, { key });
  expect(changed.status).toBe(201);
});

test("without a key an optional endpoint does its work each time", async () => {
  const path = `/sellers/${seller.id}/products`;
  const body = { name: "Twice", points: 3, stock: 1 };
  const ids = [
    await seller.client.post<{ id: string }>(path, body, { key: null }),
    await seller.client.post<{ id: string }>(path, body, { key: null }),
  ].map((answer) => answer.body.id);
  expect(new Set(ids).size).toBe(2);
});

test("what the key of another caller did is not there", async () => {
  const key = newKey();
  const one = await customer.client.post<{ id: string }>("/shops", { name: "Mine" }, { key });
  const two = await seller.client.post<{ id: string }>("/shops", { name: "Mine" }, { key });
  expect(two.status).toBe(201);
  expect(two.body.id).not.toBe(one.body.id);
});
