import {
  type SoftwareAuthenticator,
  softwareAuthenticator,
} from "../src/identity/software-authenticator.fixture.ts";
import { Caller, PASSWORD } from "./machinery/caller.ts";
import { Mutex } from "./machinery/locks.ts";
import type { Rule } from "./model/award.ts";
import { Changing } from "./model/changing.ts";
import { Contended } from "./model/contended.ts";
import { emptyBooks, ORDER_RETURN_DAYS } from "./model/customer.ts";
import type { Policies } from "./model/exchange.ts";
import { countDeposit, transfer } from "./model/moved.ts";
import { COMMISSION_FREE_DAYS, WELCOME_POINTS, welcome } from "./operations/desk.ts";
import type { Random } from "./random.ts";
import type { Good, Shop, World } from "./world.ts";

export const OPERATOR = { login: "operator@example.com", password: PASSWORD };
const CUSTOMERS = 14;
const SHOPS = 3;
const SELLERS = 5;
/** These wait for their approval when the world begins. */
const NEWCOMERS = 2;
/** One shop follows the mall, the others have return periods of their own, until they change them. */
const RETURN_DAYS = [null, 1, 3];
/** Days begin at three moments: the mall's, and those of two shops, one of them not on the hour. */
const MALL_ZONES = ["Asia/Shanghai", "Europe/London"];
const SHOP_ZONES = [null, "America/New_York", "Asia/Kathmandu"];
const CATEGORIES = ["drinks", "meals"];
const VOUCHER_CODES = 400;

/** A small town, built through the API while nothing is broken yet. */
export async function setUp(world: World, origin: string): Promise<void> {
  const now = () => world.clock.lower;
  world.operator = new Caller({ login: OPERATOR.login, now });
  await world.wire.made(world.operator, { method: "POST", path: "/sessions", body: OPERATOR });
  await setPolicies(world);
  await openProgrammes(world);
  const owner = await register(world, { login: "owner@example.com", name: "Owner" });
  for (let index = 0; index < SHOPS; index += 1)
    await openShop(world, { owner: owner.caller, index });
  for (let index = 0; index < SELLERS; index += 1) await openSeller(world, owner.caller, index);
  for (let index = 0; index < CUSTOMERS; index += 1) {
    const name = `Customer ${index}`;
    const { caller, id } = await register(world, { login: `customer-${index}@example.com`, name });
    const device = softwareAuthenticator({ origin });
    await registerPasskey(world, caller, device);
    world.customers.push({
      index,
      id,
      name,
      caller,
      device,
      turn: new Mutex(),
      books: emptyBooks(),
      window: null,
      log: [],
      lastAt: 0,
    });
  }
  const openApi = await fetch(`http://127.0.0.1:${world.wire.endpoints[0]?.port}/api/openapi.json`);
  const { paths } = (await openApi.json()) as { paths: Record<string, unknown> };
  world.hasBatches =
    "/api/v1/shops/{shopId}/sales/batch" in paths || "/shops/{shopId}/sales/batch" in paths;
}

async function register(world: World, { login, name }: { login: string; name: string }) {
  const caller = new Caller({ login, now: () => world.clock.lower });
  const { id } = await world.wire.made(caller, {
    method: "POST",
    path: "/customers",
    body: { email: login, password: PASSWORD, displayName: name },
  });
  return { caller, id: id as string };
}

async function registerPasskey(world: World, caller: Caller, device: SoftwareAuthenticator) {
  const post = (path: string, body: object) =>
    world.wire.made(caller, { method: "POST", path, body });
  const { options } = await post("/me/passkeys/registration", {});
  await post("/me/passkeys/registration/finish", { response: device.register(options) });
}

/** Short lives, so that a run sees many of them end; fees that have to be rounded. */
async function setPolicies(world: World): Promise<void> {
  const { random } = world;
  const policies: Policies = {
    pointValueFen: random.between(1, 3),
    conversionFeeBasisPoints: random.pick([0, 125, 333]),
    commissionBasisPoints: random.pick([0, 250, 777]),
    shopPointsExpireDays: random.between(4, 9),
    mallPointsExpireDays: random.between(6, 14),
    saleReturnDays: 0,
    graceDays: random.between(1, 3),
    timeZone: random.pick(MALL_ZONES),
  };
  await world.wire.made(world.operator, {
    method: "PUT",
    path: "/operator/policies",
    body: { ...policies, orderReturnDays: ORDER_RETURN_DAYS },
  });
  world.policies.push({ from: 0, policies });
}

async function openProgrammes(world: World): Promise<void> {
  const trigger = { kind: "approved" };
  const budgetPoints = WELCOME_POINTS * (SELLERS - 1) + 100;
  const programmes = [
    {
      name: "Welcome",
      trigger,
      reward: { kind: "mall_points", points: WELCOME_POINTS },
      budgetPoints,
    },
    {
      name: "Free start",
      trigger,
      reward: { kind: "commission_free", days: COMMISSION_FREE_DAYS },
    },
  ];
  for (const body of programmes) {
    await world.wire.made(world.operator, {
      method: "POST",
      path: "/operator/incentive-programmes",
      body,
    });
  }
  world.pointsGranted.left = budgetPoints;
}

async function openShop(world: World, { owner, index }: { owner: Caller; index: number }) {
  const { random } = world;
  const by = (caller: Caller) => (path: string, body: object, key?: string) =>
    world.wire.made(caller, { method: "POST", path, body, ...(key === undefined ? {} : { key }) });
  const [asOwner, asOperator] = [by(owner), by(world.operator)];
  const { id } = await asOwner("/shops", { name: `Shop ${index}` });
  await asOperator(`/operator/shops/${id}/approve`, {});
  const returnDays = RETURN_DAYS[index] ?? null;
  const timeZone = SHOP_ZONES[index] ?? null;
  await world.wire.made(owner, {
    method: "PATCH",
    path: `/shops/${id}`,
    body: { returnDays, timeZone },
  });
  const products: Shop["products"][number][] = [];
  for (let product = 0; product < 4; product += 1) {
    const category = CATEGORIES[product % CATEGORIES.length] as string;
    const barcode = `69${index}${product}`;
    const body = { name: `Thing ${product}`, barcode, category, price: random.between(100, 5000) };
    const made = await asOwner(`/shops/${id}/products`, body);
    products.push({ id: made.id, barcode, category });
  }
  const rules = someRules(random);
  for (const rule of rules) await asOwner(`/shops/${id}/reward-rules`, ruleBody(rule, products));
  const { key } = await asOwner(`/shops/${id}/api-keys`, { name: "Till", role: "cashier" });
  const amount = random.between(40, 400);
  await asOperator(`/shops/${id}/pool/deposits`, { amount, reference: "first" }, `first-${index}`);
  transfer(world.moved, "money mall bank", `money ${id} pool`, amount);
  countDeposit(world.moved, amount);
  const sides = { shopPoints: random.between(2, 9), mallPoints: random.between(1, 7) };
  const terms = { ...sides, minimumPoints: 0, dailyCapPoints: null };
  const ratio = await asOwner(`/shops/${id}/exchange-ratio`, terms);
  world.shops.push({
    index,
    id,
    till: new Caller({ apiKey: key, now: () => world.clock.lower }),
    owner,
    rules,
    products,
    standing: new Changing("approved"),
    returnDays: new Changing(returnDays),
    timeZone,
    ratios: [
      {
        ...terms,
        version: 1,
        validFrom: Date.parse(ratio.validFrom),
        possibleFrom: 0,
        certainFrom: 0,
      },
    ],
    pool: new Contended(amount),
    desk: new Mutex(),
  });
}

/** One on a product, two that compete on a category, and one for the rest of the shop. */
function someRules(random: Random): Rule[] {
  const single = random.between(1, 4);
  const bundles = [
    { quantity: 1, points: single },
    { quantity: 2, points: 2 * single + 1 },
    { quantity: 5, points: 5 * single + random.between(3, 6) },
  ];
  return [
    { scope: { product: 0 }, kind: "bundles", bundles },
    { scope: { category: "drinks" }, kind: "per_unit", points: random.between(1, 8) },
    {
      scope: { category: "drinks" },
      kind: "bundles",
      bundles: [{ quantity: 3, points: random.between(5, 20) }],
    },
    { scope: null, kind: "per_unit", points: random.between(1, 5) },
  ];
}

function ruleBody(rule: Rule, products: Shop["products"]): object {
  const { scope, kind } = rule;
  const named = scope && "product" in scope ? { productId: products[scope.product]?.id } : scope;
  const parameters = rule.kind === "per_unit" ? { points: rule.points } : { bundles: rule.bundles };
  return { scope: named ?? {}, kind, parameters };
}

async function openSeller(world: World, owner: Caller, index: number): Promise<void> {
  const { random } = world;
  const asOwner = (path: string, body: object) =>
    world.wire.made(owner, { method: "POST", path, body });
  const isNewcomer = index >= SELLERS - NEWCOMERS;
  const { id } = await asOwner("/sellers", { name: `Seller ${index}` });
  const { key } = await asOwner(`/sellers/${id}/api-keys`, { name: "Packing", role: "staff" });
  const seller = {
    index,
    id: id as string,
    staff: new Caller({ apiKey: key, now: () => world.clock.lower }),
    standing: new Changing<"approved" | "suspended" | "pending">(
      isNewcomer ? "pending" : "approved",
    ),
    desk: new Mutex(),
    commissionFreeUntil: 0,
  };
  world.sellers.push(seller);
  if (!isNewcomer) {
    const path = `/operator/sellers/${id}/approve`;
    await world.wire.made(world.operator, { method: "POST", path, body: {} });
    const at = world.clock.lower;
    await welcome(world, seller, { seen: { from: at, to: at }, random });
  }
  const kinds: Good["kind"][] = [
    "physical",
    "pickup",
    ...(index === 0 ? (["voucher"] as const) : []),
  ];
  for (const kind of kinds) await listGood(world, { owner, seller: seller.index, kind });
}

async function listGood(
  world: World,
  { owner, seller, kind }: { owner: Caller; seller: number; kind: Good["kind"] },
): Promise<void> {
  const { random } = world;
  const points = random.between(1, 12);
  const stock = kind === "voucher" ? 0 : random.between(5, 60);
  const path = `/sellers/${world.sellers[seller]?.id}/products`;
  const body = { name: `Good of ${seller}`, points, stock, kind };
  const { id } = await world.wire.made(owner, { method: "POST", path, body });
  if (kind === "voucher") {
    const codes = Array.from({ length: VOUCHER_CODES }, (_, code) => `code-${code}`);
    await world.wire.made(owner, {
      method: "POST",
      path: `${path}/${id}/voucher-codes`,
      body: { codes },
    });
  }
  world.goods.push({
    index: world.goods.length,
    id,
    seller,
    kind,
    price: new Changing(points),
    stock: new Contended(kind === "voucher" ? VOUCHER_CODES : stock),
    desk: new Mutex(),
  });
}
