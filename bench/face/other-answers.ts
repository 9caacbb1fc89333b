import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { migrate } from "../../src/platform/db/migrate.ts";
import { type ApiClient, openClient } from "../ledger/api-client.ts";
import { startCluster } from "../ledger/cluster.ts";
import { percentile } from "../ledger/load/percentile.ts";
import { startServer } from "../ledger/server.ts";
import { OPERATOR, openShops } from "../ledger/town.ts";
import { type EnrolledCustomer, enrolCustomers } from "./people.ts";
import { duringVerifications } from "./verifications.ts";

/** Twenty at once, and as many who are just moving that a place is never left empty. */
const CUSTOMERS = 32;
const PRODUCTS = 24;
const WARM_UP_SECONDS = 3;
const SECONDS = 20;
/** Of each kind of request. */
const PER_SECOND = 20;

type Kind = "products" | "sale" | "wallet";
type Requests = Readonly<Record<Kind, () => Promise<unknown>>>;
type Durations = Readonly<Record<Kind, readonly number[]>>;

/**
 * How soon the API answers other requests, with twenty sign-ins by face under way and without: the
 * product's server in a process of its own, everything over HTTP.
 */
export async function measureOtherAnswers(): Promise<object> {
  const cluster = await startCluster();
  try {
    const databaseUrl = await cluster.createDatabase("face");
    await migrate(databaseUrl);
    const folder = join(cluster.folder, "face");
    mkdirSync(folder);
    const settings = { databaseUrl, folder, coalescing: true, profileFolder: null };
    const server = await startServer({ ...settings, operator: OPERATOR });
    try {
      return await measureAgainst(server.port);
    } finally {
      await server.stop();
    }
  } finally {
    await cluster.stop();
  }
}

async function measureAgainst(port: number): Promise<object> {
  const customers = await enrolCustomers(port, CUSTOMERS);
  const requests = await openRequests(port, customers);
  await askAtPace(requests, WARM_UP_SECONDS);
  const alone = await askAtPace(requests, SECONDS);
  const during = await duringVerifications(customers, () => askAtPace(requests, SECONDS));
  const { answer, durations, fewestAtOnce } = during;
  return {
    msPerAnswerAlone: summaryOf(alone),
    msPerAnswerDuringVerifications: summaryOf(answer),
    verificationsAtOnce: fewestAtOnce,
    verifications: durations.length,
    msPerVerificationP50: round(percentile(durations, 0.5)),
  };
}

/** What everybody reads, what a till writes and what a customer reads. */
async function openRequests(
  port: number,
  customers: readonly EnrolledCustomer[],
): Promise<Requests> {
  await openSeller(port);
  const [shop] = await openShops(port, 1);
  if (shop === undefined) throw new Error("One shop was asked for.");
  const anyone = openClient(port);
  const till = openClient(port, { headers: { authorization: `Bearer ${shop.key}` } });
  const customerOf = turns(customers);
  return {
    products: () => anyone.get("/mall/products"),
    sale: () =>
      till.post(`/shops/${shop.id}/sales`, {
        receiptNumber: randomUUID(),
        customerId: customerOf().id,
        lines: [{ productId: shop.productId, quantity: 1 }],
      }),
    wallet: () => customerOf().client.get("/me/wallet"),
  };
}

async function openSeller(port: number): Promise<void> {
  const operator: ApiClient = openClient(port);
  await operator.post("/sessions", OPERATOR);
  const owner = openClient(port);
  const account = { email: "seller@example.com", password: randomUUID(), displayName: "Seller" };
  await owner.post("/customers", account);
  const { id } = await owner.post<{ id: string }>("/sellers", { name: "Seller" });
  await operator.post(`/operator/sellers/${id}/approve`, {});
  for (let index = 0; index < PRODUCTS; index += 1) {
    const product = { name: `Tea ${index}`, points: 100 + index, stock: 10 };
    await owner.post(`/sellers/${id}/products`, product);
  }
}

function turns<Item>(items: readonly Item[]): () => Item {
  let turn = 0;
  return () => {
    const item = items[turn % items.length];
    if (item === undefined) throw new Error("There is nobody to take a turn.");
    turn += 1;
    return item;
  };
}

/**
 * Requests fall due at fixed moments, one kind after another, whether or not those before have been
 * answered. Time counts from when a request was due, so that no stall hides by delaying the next one.
 */
async function askAtPace(requests: Requests, seconds: number): Promise<Durations> {
  const durations = { products: [] as number[], sale: [] as number[], wallet: [] as number[] };
  const kinds = Object.keys(durations) as Kind[];
  const count = seconds * PER_SECOND * kinds.length;
  const started = performance.now();
  const answers: Promise<void>[] = [];
  const kindOf = turns(kinds);
  for (let index = 0; index < count; index += 1) {
    const due = started + (index * 1000) / (PER_SECOND * kinds.length);
    await sleep(Math.max(0, due - performance.now()));
    const kind = kindOf();
    answers.push(
      requests[kind]().then(() => {
        durations[kind].push(performance.now() - due);
      }),
    );
  }
  await Promise.all(answers);
  return durations;
}

function summaryOf(durations: Durations): object {
  const all = Object.values(durations).flat();
  const kinds = Object.entries({ all, ...durations }).map(([kind, values]) => {
    const sorted = values.toSorted((one, other) => one - other);
    return [kind, { p50: round(percentile(sorted, 0.5)), p95: round(percentile(sorted, 0.95)) }];
  });
  return Object.fromEntries(kinds);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
