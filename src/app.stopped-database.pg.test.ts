import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTown } from "./demo/build-town.ts";
import { DEMO_PASSWORD } from "./demo/town.ts";
import { migrate } from "./platform/db/migrate.ts";
import { startThrowawayServer, type ThrowawayServer } from "./platform/testing/throwaway-server.ts";
import type { Answer, Client } from "./testing/client.ts";
import { startWorld, type World } from "./testing/world.ts";

// Processes of PostgreSQL are stopped (SIGSTOP): connections stay open and nothing answers.

/** docs/operations/bounds.md says ten; the machine of a test may have other work. */
const ANSWER_WITHIN_SECONDS = 20;

let postgres: ThrowawayServer;
let world: World;
let lin: Client;
let shopOwner: Client;
let operator: Client;
let shopId: string;
let barcode: string;
let receipts = 0;

beforeAll(async () => {
  postgres = await startThrowawayServer();
  await migrate(postgres.url);
  world = await startWorld({ scratch: { url: postgres.url, drop: () => postgres.stop() } });
  await buildTown(world.app);
  [lin, shopOwner, operator] = (await Promise.all(
    ["lin", "noodles", "operator"].map((name) => signIn(`${name}@tongdui.demo`)),
  )) as [Client, Client, Client];
  const session = await shopOwner.get<{ memberships: { organisationId: string }[] }>(
    "/sessions/current",
  );
  shopId = session.body.memberships[0]?.organisationId ?? "";
  const products = await shopOwner.get<{ items: { barcode: string }[] }>(
    `/shops/${shopId}/products`,
  );
  barcode = products.body.items[0]?.barcode ?? "";
});
afterAll(async () => {
  signalAll("SIGCONT", postgres.processes());
  await world.close();
});

async function signIn(login: string): Promise<Client> {
  const client = world.anonymous();
  await client.made("/sessions", { login, password: DEMO_PASSWORD });
  return client;
}

function signalAll(signal: "SIGSTOP" | "SIGCONT", pids: readonly number[]): void {
  for (const pid of pids) process.kill(pid, signal);
}

/** Until none is left that runs: the postmaster may have started one meanwhile. */
function stopAll(): void {
  for (let round = 0; round < 3; round += 1) signalAll("SIGSTOP", postgres.processes());
}

async function answered(calls: readonly Promise<Answer>[]): Promise<Answer[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`no answer within ${ANSWER_WITHIN_SECONDS} seconds`);
    timer = setTimeout(() => reject(error), ANSWER_WITHIN_SECONDS * 1000);
  });
  try {
    return await Promise.race([Promise.all(calls), late]);
  } finally {
    clearTimeout(timer);
  }
}

function sell(receiptNumber: string): Promise<Answer> {
  return shopOwner.post(
    `/shops/${shopId}/sales`,
    { receiptNumber, lines: [{ barcode, quantity: 1 }] },
    { key: receiptNumber },
  );
}

function sellAnother(): Promise<Answer> {
  receipts += 1;
  return sell(`STOP-${receipts}`);
}

/** One call of each kind of connection: look-ups, requests, batches and the background. */
const calls = (): Promise<Answer>[] => [
  lin.get("/me/wallet"),
  lin.get("/me/movements"),
  world.anonymous().get("/mall/products"),
  operator.get("/operator/audit"),
  operator.get("/operator/overview"),
  shopOwner.get(`/shops/${shopId}/products`),
  sellAnother(),
];

/** More than there are connections, so that a slot that was lost is missed. */
const many = (): Promise<Answer>[] => Array.from({ length: 6 }, calls).flat();

const statusesOf = (answers: readonly Answer[]) => [
  ...new Set(answers.map(({ status }) => status)),
];

describe("a database that has stopped", () => {
  test("answers 503 in time to every request, and everything goes on when it goes on", async () => {
    expect(statusesOf(await answered(many()))).toEqual([200, 201]);
    const began = Array.from({ length: 4 }, calls).flat();
    stopAll();
    const during = await answered([...many()]);
    for (const { status, body, headers } of during) {
      expect([status, (body as { code: string }).code]).toEqual([503, "unavailable"]);
      expect(headers["retry-after"]).toBeDefined();
      expect(headers["content-type"]).toContain("application/problem+json");
    }
    for (const { status } of await answered(began)) expect([200, 201, 503]).toContain(status);
    const ready = await answered([get("/readyz"), get("/healthz")]);
    expect(ready.map(({ status }) => status)).toEqual([503, 200]);
    signalAll("SIGCONT", postgres.processes());
    await expect.poll(async () => (await get("/readyz")).status, { timeout: 30_000 }).toBe(200);
    for (let round = 0; round < 3; round += 1) {
      expect(statusesOf(await answered(many()))).toEqual([200, 201]);
    }
  });

  test("leaves a sale whose commit was uncertain to its key: it is there once", async () => {
    const names = Array.from({ length: 8 }, (_, index) => `UNCERTAIN-${index}`);
    const selling = names.map((name) => sell(name));
    setImmediate(stopAll);
    await answered(selling);
    signalAll("SIGCONT", postgres.processes());
    for (const name of names) {
      await expect.poll(async () => (await sell(name)).status, { timeout: 30_000 }).toBe(201);
      const found = await shopOwner.get<{ items: unknown[] }>(
        `/shops/${shopId}/sales?receiptNumber=${name}`,
      );
      expect(found.body.items).toHaveLength(1);
    }
    expect(await world.balanced()).toBe(true);
  });
});

test("some backends that have stopped hold up only what they had, and are replaced", async () => {
  await answered(many());
  const rows = await world.database.query<{ pid: number }>(
    `select pid from pg_stat_activity where backend_type = 'client backend'
       and pid <> pg_backend_pid() order by backend_start desc limit 3`,
  );
  const stopped = rows.map(({ pid }) => pid);
  expect(stopped).toHaveLength(3);
  signalAll("SIGSTOP", stopped);
  try {
    // Each meets at most the three, whatever answer that gives; then all go on beside them.
    for (let round = 0; round < 4; round += 1) {
      for (const { status } of await answered(many())) expect([200, 201, 503]).toContain(status);
    }
    expect(statusesOf(await answered(many()))).toEqual([200, 201]);
  } finally {
    signalAll("SIGCONT", stopped);
  }
});

function get(path: string): Promise<Answer> {
  return world.app.http.inject({ url: path }).then((response) => ({
    status: response.statusCode,
    body: null as never,
    text: response.body,
    headers: response.headers,
  }));
}

test("every bound that was met is in the metrics", async () => {
  const { text } = await get("/metrics");
  expect(text).toMatch(/tongdui_bounds_met_total\{bound="work"\} [1-9]/);
  expect(text).toMatch(/tongdui_bounds_met_total\{bound="readiness"\} [1-9]/);
});
