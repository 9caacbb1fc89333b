import type { App } from "../app.ts";
import { addDays, addSeconds, instant, toRfc3339 } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import type { Person } from "../platform/http/caller.ts";
import { type Client, createClient, expectOk } from "./client.ts";
import { createFirstOperator } from "./create-first-operator.ts";
import {
  CONVERSIONS,
  DEMO_PASSWORD,
  ORDERS,
  PEOPLE,
  type PersonName,
  SALES,
  SELLERS,
  SHOPS,
} from "./town.ts";

type Items<Item> = { items: Item[] };
type Named = { id: string; name: string };
type Town = {
  readonly app: App;
  readonly operator: Client;
  readonly people: ReadonlyMap<PersonName, Client>;
  readonly accountIds: ReadonlyMap<PersonName, string>;
  /** Shop and seller ids by owner. */
  readonly merchants: Map<PersonName, string>;
};

/** Every step may be repeated: what exists is found, what moves points has a key of its own. */
export async function buildTown(app: App): Promise<void> {
  const town = await bringPeople(app);
  await openProgramme(town);
  for (const shop of SHOPS) await openShop(town, shop);
  for (const seller of SELLERS) await openSeller(town, seller);
  await ringUpSales(town);
  await convertSome(town);
  await placeOrders(town);
}

async function bringPeople(app: App): Promise<Town> {
  await createFirstOperator(app, {
    login: PEOPLE.operator.login,
    password: DEMO_PASSWORD,
    displayName: PEOPLE.operator.displayName,
  });
  const people = new Map<PersonName, Client>();
  const accountIds = new Map<PersonName, string>();
  for (const [name, { login, displayName }] of Object.entries(PEOPLE)) {
    const client = createClient(app.http);
    const fields = { email: login, password: DEMO_PASSWORD, displayName };
    const registered = await client.post("/customers", fields);
    if (registered.status === 409) {
      expectOk(await client.post("/sessions", { login, password: DEMO_PASSWORD }));
    } else expectOk(registered);
    const session = expectOk<{ account: { id: string } }>(await client.get("/sessions/current"));
    people.set(name as PersonName, client);
    accountIds.set(name as PersonName, session.account.id);
  }
  return {
    app,
    operator: clientOf({ people }, "operator"),
    people,
    accountIds,
    merchants: new Map(),
  };
}

async function openProgramme({ operator }: Town): Promise<void> {
  const programmes = expectOk<Items<Named>>(await operator.get("/operator/incentive-programmes"));
  if (programmes.items.length > 0) return;
  const newcomers = [
    {
      name: "新商家入驻礼 Welcome gift",
      trigger: { kind: "approved" },
      reward: { kind: "mall_points", points: 500 },
      budgetPoints: 100_000,
    },
    {
      name: "首件上架奖励 First product",
      trigger: { kind: "first_product" },
      reward: { kind: "mall_points", points: 800 },
      budgetPoints: 100_000,
    },
    {
      name: "入驻免佣 30 天 Commission-free month",
      trigger: { kind: "approved" },
      reward: { kind: "commission_free", days: 30 },
    },
  ];
  for (const programme of newcomers) {
    expectOk(await operator.post("/operator/incentive-programmes", programme));
  }
}

async function openShop(town: Town, shop: (typeof SHOPS)[number]): Promise<void> {
  const owner = clientOf(town, shop.owner);
  const { name, colour, description } = shop;
  const shopId = await openMerchant(town, {
    ...shop,
    path: "shops",
    kind: "shop",
    fields: { name, colour, description },
  });
  if (!shop.opened) return;
  expectOk(await town.operator.post(`/operator/shops/${shopId}/approve`));
  const deposit = { amount: shop.opened.depositFen, reference: `DEMO-${shop.owner}` };
  expectOk(
    await town.operator.post(
      `/shops/${shopId}/pool/deposits`,
      deposit,
      `demo-deposit-${shop.owner}`,
    ),
  );
  const listed = expectOk<Items<Named>>(await owner.get(`/shops/${shopId}/products?limit=100`));
  for (const { rule, ...product } of shop.products) {
    if (listed.items.some((one) => one.name === product.name)) continue;
    const made = expectOk<Named>(await owner.post(`/shops/${shopId}/products`, product));
    if (!rule) continue;
    expectOk(
      await owner.post(`/shops/${shopId}/reward-rules`, { scope: { productId: made.id }, ...rule }),
    );
  }
  const [shopPoints, mallPoints] = shop.opened.ratio;
  if ((await owner.get(`/shops/${shopId}/exchange-ratio`)).status === 404) {
    expectOk(await owner.post(`/shops/${shopId}/exchange-ratio`, { shopPoints, mallPoints }));
  }
  if (shop.owner !== "noodles") return;
  await hireCashier(town, { owner, shopId });
}

async function hireCashier(
  town: Town,
  { owner, shopId }: { owner: Client; shopId: string },
): Promise<void> {
  const staff = expectOk<Items<unknown>>(await owner.get(`/shops/${shopId}/staff`));
  if (staff.items.length > 1) return;
  const { login } = PEOPLE.cashier;
  const body = { login, role: "cashier" };
  const invited = expectOk<{ id: string }>(await owner.post(`/shops/${shopId}/staff`, body));
  expectOk(await clientOf(town, "cashier").post(`/me/invitations/${invited.id}/accept`));
}

async function openSeller(town: Town, seller: (typeof SELLERS)[number]): Promise<void> {
  const owner = clientOf(town, seller.owner);
  const { name, colour, description } = seller;
  const sellerId = await openMerchant(town, {
    ...seller,
    path: "sellers",
    kind: "seller",
    fields: { name, colour, description },
  });
  if (seller.approved) expectOk(await town.operator.post(`/operator/sellers/${sellerId}/approve`));
  const listed = expectOk<Items<Named>>(await owner.get(`/sellers/${sellerId}/products?limit=100`));
  for (const product of seller.products) {
    if (listed.items.some((one) => one.name === product.name)) continue;
    expectOk(await owner.post(`/sellers/${sellerId}/products`, product));
  }
}

async function openMerchant(
  town: Town,
  it: { owner: PersonName; path: "shops" | "sellers"; kind: string; fields: object },
): Promise<string> {
  const owner = clientOf(town, it.owner);
  const session = expectOk<{ memberships: { organisationId: string; kind: string }[] }>(
    await owner.get("/sessions/current"),
  );
  const own = session.memberships.find(({ kind }) => kind === it.kind)?.organisationId;
  const id = own ?? expectOk<Named>(await owner.post(`/${it.path}`, it.fields)).id;
  town.merchants.set(it.owner, id);
  return id;
}

async function ringUpSales(town: Town): Promise<void> {
  const now = town.app.deps.clock.now();
  for (const [index, sale] of SALES.entries()) {
    const shop = SHOPS.find(({ owner }) => owner === sale.shop);
    const receiptNumber = `D${String(index + 1).padStart(5, "0")}`;
    const body = {
      receiptNumber,
      ...(sale.buyer ? { customerId: town.accountIds.get(sale.buyer) } : {}),
      soldAt: toRfc3339(instant(addDays(now, -sale.daysAgo))),
      lines: sale.lines.map(([product, quantity]) => ({
        barcode: shop?.products[product]?.barcode,
        quantity,
      })),
    };
    const shopId = merchantOf(town, sale.shop);
    const known = expectOk<Items<Named>>(
      await clientOf(town, sale.shop).get(`/shops/${shopId}/sales?receiptNumber=${receiptNumber}`),
    );
    if (known.items.length > 0) continue;
    expectOk(
      await clientOf(town, sale.shop).post(`/shops/${shopId}/sales`, body, `demo-${receiptNumber}`),
    );
  }
}

/**
 * Lin's conversions of the past. Nobody holds a passkey in a town that is being built, so for these
 * the town itself vouches, inside the process: over the wire there is no such way.
 */
async function convertSome({ app, people, accountIds, merchants }: Town): Promise<void> {
  const lin = clientOf({ people }, "lin");
  const wallet = expectOk<{ mall: { available: number } }>(await lin.get("/me/wallet"));
  if (wallet.mall.available > 0) return;
  const accountId = accountIds.get("lin");
  invariant(accountId, "Lin lives in the town");
  const caller: Person = {
    kind: "person",
    accountId,
    accountKind: "customer",
    sessionId: "demo",
    memberships: [],
    verifiedUntil: addSeconds(app.deps.clock.now(), 60),
    verifiedBy: "passkey",
  };
  for (const { shop, points } of CONVERSIONS) {
    const shopId = merchants.get(shop);
    const quote = expectOk<{ id: string }>(
      await lin.post("/me/conversion-quotes", { shopId, points }),
    );
    const converted = await app.deps.database.transaction((sql) =>
      app.exchange.convert(sql, { caller, quoteId: quote.id }),
    );
    invariant(converted.ok, "the town's conversions succeed");
  }
}

async function placeOrders(town: Town): Promise<void> {
  const lin = clientOf(town, "lin");
  const address = {
    recipient: "林小满",
    phone: "+8613800000001",
    region: "浙江省杭州市西湖区",
    street: "东街 12 号 3 单元 501",
  };
  const addresses = expectOk<Items<Named>>(await lin.get("/me/addresses"));
  if (addresses.items.length === 0) expectOk(await lin.post("/me/addresses", address));
  for (const [index, order] of ORDERS.entries()) {
    const sellerId = merchantOf(town, order.seller);
    const seller = clientOf(town, order.seller);
    const name = SELLERS.find(({ owner }) => owner === order.seller)?.products[order.product]?.name;
    const products = expectOk<Items<Named>>(
      await seller.get(`/sellers/${sellerId}/products?limit=100`),
    );
    const productId = products.items.find((one) => one.name === name)?.id;
    const key = `demo-order-${index}`;
    const lines = [{ productId, quantity: order.quantity }];
    const placed = expectOk<{ orders: { id: string }[] }>(
      await lin.post("/me/orders", { lines, address }, key),
    );
    const orderId = placed.orders[0]?.id;
    if (order.until === "placed") continue;
    const now = expectOk<{ status: string }>(await lin.get(`/me/orders/${orderId}`));
    if (now.status === "completed") continue;
    const steps = ["accept", "ship", "deliver"].slice(
      ["placed", "accepted", "shipped", "delivered"].indexOf(now.status),
    );
    for (const step of steps) {
      const body =
        step === "ship" ? { carrier: "顺丰 SF Express", trackingNumber: "SF1024000001" } : {};
      const path = `/sellers/${sellerId}/orders/${orderId}/${step}`;
      expectOk(await seller.post(path, body, `${key}-${step}`));
    }
    expectOk(await lin.post(`/me/orders/${orderId}/confirm`, {}, `${key}-confirm`));
  }
}

function clientOf({ people }: Pick<Town, "people">, name: PersonName): Client {
  const client = people.get(name);
  invariant(client, `${name} lives in the town`);
  return client;
}

function merchantOf({ merchants }: Town, owner: PersonName): string {
  const id = merchants.get(owner);
  invariant(id, `${owner} has opened`);
  return id;
}
