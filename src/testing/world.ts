import { createApp } from "../app.ts";
import { manualClock } from "../kernel/clock.ts";
import { createIds } from "../kernel/ids.ts";
import { audit } from "../ledger/index.ts";
import { openDatabase } from "../platform/db/database.ts";
import type { TrustProxy } from "../platform/http/server.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/postgres.ts";
import { Client } from "./client.ts";

export const PASSWORD = "a quiet street at noon";
const ORIGIN = "http://localhost:3000";

export type World = Awaited<ReturnType<typeof startWorld>>;

/** The whole server over a database of its own, with a clock that the test moves and every answer held against its schema. */
export async function startWorld(
  options: { scratch?: TestDatabase; trustProxy?: TrustProxy } = {},
) {
  const scratch = options.scratch ?? (await createTestDatabase());
  const database = openDatabase(scratch.url);
  const clock = manualClock(Date.UTC(2026, 4, 4, 4));
  const app = await createApp({
    database,
    clock,
    ids: createIds(clock),
    origin: ORIGIN,
    secret: Buffer.alloc(32, 7),
    checkAnswers: true,
    ...(options.trustProxy === undefined ? {} : { trustProxy: options.trustProxy }),
  });
  await app.http.ready();
  let people = 0;

  const anonymous = () => new Client(app.http);

  async function register(
    displayName: string,
  ): Promise<{ id: string; login: string; client: Client }> {
    people += 1;
    const login = `person-${people}@example.com`;
    const client = anonymous();
    const { id } = await client.made<{ id: string }>("/customers", {
      email: login,
      password: PASSWORD,
      displayName,
    });
    return { id, login, client };
  }

  async function registerOperator(role: "admin" | "finance" | "support") {
    const person = await register(`Operator ${role}`);
    await app.merchants.addOperator(database, { accountId: person.id, role });
    return person;
  }
  const operator = await registerOperator("admin");

  return {
    app,
    clock,
    database,
    origin: ORIGIN,
    operator,
    anonymous,
    register,
    registerOperator,
    withApiKey: (key: string) => new Client(app.http, key),
    balanced: async () => (await audit(database, clock.now())).balanced,
    async close() {
      await app.http.close();
      await database.close();
      await scratch.drop();
    },
  };
}

/** Somebody new, invited by the owner of `at` (such as `/shops/shop_1`), who has accepted. */
export async function hire(
  world: World,
  { owner, at, role }: { owner: Client; at: string; role: string },
) {
  const person = await world.register(role);
  const { id } = await owner.made<{ id: string }>(`${at}/staff`, { login: person.login, role });
  await person.client.made(`/me/invitations/${id}/accept`);
  return person;
}

/** An approved shop with one product (1 → 1, 2 → 3 points), a ratio of 100 : 3 and ¥1,000 in its pool. */
export async function openShop(world: World, name = "Lanzhou Noodles") {
  const owner = await world.register(`${name} owner`);
  const shop = await owner.client.made<{ id: string }>("/shops", { name });
  await world.operator.client.made(`/operator/shops/${shop.id}/approve`);
  await world.operator.client.made(`/shops/${shop.id}/pool/deposits`, {
    amount: 100_000,
    reference: "bank slip 1",
  });
  const product = await owner.client.made<{ id: string }>(`/shops/${shop.id}/products`, {
    name: "Milk tea",
    barcode: "6901",
    price: 1200,
  });
  await owner.client.made(`/shops/${shop.id}/reward-rules`, {
    scope: { productId: product.id },
    kind: "bundles",
    parameters: {
      bundles: [
        { quantity: 1, points: 1 },
        { quantity: 2, points: 3 },
      ],
    },
  });
  await owner.client.made(`/shops/${shop.id}/exchange-ratio`, { shopPoints: 100, mallPoints: 3 });
  return { id: shop.id, owner, productId: product.id };
}

/** An approved seller with one product of 5 mall points. */
export async function openSeller(world: World, name = "Yunling Tea", stock = 10) {
  const owner = await world.register(`${name} owner`);
  const seller = await owner.client.made<{ id: string }>("/sellers", { name });
  await world.operator.client.made(`/operator/sellers/${seller.id}/approve`);
  const product = await owner.client.made<{ id: string }>(`/sellers/${seller.id}/products`, {
    name: "Jasmine tea 茉莉花茶",
    description: "",
    category: "tea",
    points: 5,
    stock,
    kind: "physical",
    pictures: [],
  });
  return { id: seller.id, owner, productId: product.id };
}
