import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addDays, instant, manualClock, toRfc3339 } from "../kernel/clock.ts";
import { createIds } from "../kernel/ids.ts";
import { points } from "../kernel/points.ts";
import { audit, houseBalance, MALL } from "../ledger/index.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import { createEvents, type Event } from "../platform/events/events.ts";
import type { Caller, Membership } from "../platform/http/caller.ts";
import { createServer } from "../platform/http/server.ts";
import { createTestDatabase } from "../platform/testing/postgres.ts";
import { createIncentives } from "./index.ts";

const clock = manualClock(Date.UTC(2026, 2, 1, 12));
const ids = createIds(clock);
const events = createEvents();

let database: Database;
let http: Awaited<ReturnType<typeof createServer>>;
let incentives: ReturnType<typeof createIncentives>;
let drop: () => Promise<void>;

beforeAll(async () => {
  const scratch = await createTestDatabase();
  drop = scratch.drop;
  database = openDatabase(scratch.url);
  const origin = "http://localhost:3000";
  const deps: Deps = { database, clock, ids, events, origin, secret: Buffer.alloc(32, 7) };
  incentives = createIncentives(deps, {
    merchants: {
      policies: async () => ({ timeZone: "Asia/Shanghai" }),
      seller: async (_, id) =>
        id === "sel_unknown"
          ? null
          : { id, name: id, status: "approved", colour: "#112233", description: null },
    },
  });
  http = await createServer({
    endpoints: incentives.endpoints,
    database,
    clock,
    logger: pino({ level: "silent" }),
    origin,
    checkAnswers: true,
    authenticate: async ({ authorization }) => ({ caller: callerOf(authorization ?? "") }),
  });
});
afterAll(async () => {
  await http.close();
  await database.close();
  await drop();
});
// Every test has the programmes to itself.
beforeEach(async () => {
  await database.execute("delete from incentive_outcome");
  await database.execute("delete from incentive_programme");
});

/** `admin`, `support`, or a seller's id for its owner. */
function callerOf(name: string): Caller {
  const isSeller = name.startsWith("sel_");
  const membership: Membership = {
    organisationId: isSeller ? name : "mall",
    organisationName: name,
    kind: isSeller ? "seller" : "operator",
    role: isSeller ? "owner" : (name as "admin"),
    status: "approved",
  };
  return {
    kind: "person",
    accountId: `account of ${name}`,
    accountKind: "staff",
    sessionId: "session",
    memberships: [membership],
    verifiedUntil: null,
    verifiedBy: null,
  };
}

type Call = { as: string; body?: object; language?: string };
async function call(method: "GET" | "POST", path: string, { as, body, language = "en" }: Call) {
  const answer = await http.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${as}`, "accept-language": language },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, body: answer.json() };
}

const APPROVED_500 = {
  name: "Welcome",
  trigger: { kind: "approved" },
  reward: { kind: "mall_points", points: 500 },
};
const define = (body: object) =>
  call("POST", "/operator/incentive-programmes", { as: "admin", body });
const incentivesOf = async (sellerId: string, language = "en") =>
  (await call("GET", `/sellers/${sellerId}/incentives`, { as: sellerId, language })).body;
const promotionOf = (sellerId: string) =>
  houseBalance(database, { unit: MALL, owner: sellerId, role: "promotion" });

const happens = (event: Event) => database.transaction((sql) => events.publish(sql, event));
const approve = (sellerId: string) =>
  happens({ kind: "seller_approved", sellerId, at: clock.now() });
const list = (sellerId: string) =>
  happens({ kind: "product_listed", sellerId, productId: ids.next("product"), at: clock.now() });

test("approval and first product each give their reward once, and the seller sees why", async () => {
  await define({ ...APPROVED_500, budgetPoints: 5_000 });
  await define({ ...APPROVED_500, name: "First", trigger: { kind: "first_product" } });
  const sellerId = ids.next("seller");
  expect((await incentivesOf(sellerId)).items).toMatchObject([
    { status: "in_progress", progress: { done: 0, of: 1 }, points: 500 },
    { status: "in_progress", reason: "List your first product to get 500 promotion points." },
  ]);
  await approve(sellerId);
  await approve(sellerId);
  await list(sellerId);
  await list(sellerId);
  const seen = await incentivesOf(sellerId, "zh-CN");
  expect(seen).toMatchObject({
    items: [
      {
        name: "Welcome",
        status: "granted",
        progress: { done: 1, of: 1 },
        points: 500,
        grantedAt: toRfc3339(clock.now()),
        reason: "您已通过商场审核，获得 500 推广积分。",
      },
      { name: "First", status: "granted", points: 500 },
    ],
    promotionWallet: { available: 1_000 },
    commissionFreeUntil: null,
    featuredUntil: null,
  });
  expect((await audit(database, clock.now())).balanced).toBe(true);
});

test("of several commission-free rewards the latest end counts", async () => {
  const sellerId = ids.next("seller");
  const free = (days: number) => ({ ...APPROVED_500, reward: { kind: "commission_free", days } });
  for (const days of [30, 90, 60]) await define(free(days));
  const freeUntil = () => incentives.commissionFreeUntil(database, [sellerId]);
  expect(await freeUntil()).toEqual(new Map());
  await approve(sellerId);
  const until = addDays(clock.now(), 90);
  expect(await freeUntil()).toEqual(new Map([[sellerId, until]]));
  const seen = await incentivesOf(sellerId);
  expect(seen.commissionFreeUntil).toBe(toRfc3339(until));
  expect(seen.items[0]).not.toHaveProperty("points");
  expect(seen.items[0].reason).toBe("The mall approved you: 30 commission-free days.");
});

describe("a programme applies to what happens while it is in force", () => {
  test("not to what a seller did before it was made", async () => {
    const sellerId = ids.next("seller");
    await approve(sellerId);
    clock.advanceSeconds(1);
    await define(APPROVED_500);
    await approve(sellerId);
    expect((await incentivesOf(sellerId)).items).toMatchObject([
      { status: "missed", reason: expect.stringContaining("already done this") },
    ]);
    expect(await promotionOf(sellerId)).toBe(0n);
  });

  test("not before it starts and not from its end on", async () => {
    const startsAt = addDays(clock.now(), 1);
    const endsAt = addDays(clock.now(), 2);
    const dates = { startsAt: toRfc3339(startsAt), endsAt: toRfc3339(endsAt) };
    await define({ ...APPROVED_500, ...dates });
    const [early, first, last, late] = [1, 2, 3, 4].map(() => ids.next("seller"));
    const times = [startsAt - 1, startsAt, endsAt - 1, endsAt].map(instant);
    const sellers = [early, first, last, late].map((one) => one ?? "");
    for (const [index, at] of times.entries()) {
      await happens({ kind: "seller_approved", sellerId: sellers[index] ?? "", at });
    }
    expect(await Promise.all(sellers.map(promotionOf))).toEqual([0n, 500n, 500n, 0n]);
  });
});

describe("at once", () => {
  test("twenty approvals of one seller grant once", async () => {
    await define(APPROVED_500);
    const sellerId = ids.next("seller");
    await Promise.all(Array.from({ length: 20 }, () => approve(sellerId)));
    expect(await promotionOf(sellerId)).toBe(500n);
  });

  test("twenty sellers never get more than the budget, each all or nothing", async () => {
    const { body: programme } = await define({ ...APPROVED_500, budgetPoints: 3_700 });
    await define({ ...APPROVED_500, name: "No limit", reward: { kind: "mall_points", points: 1 } });
    const sellers = Array.from({ length: 20 }, () => ids.next("seller"));
    await Promise.all(sellers.map(approve));
    const balances = await Promise.all(sellers.map(promotionOf));
    expect(balances.filter((balance) => balance === 501n)).toHaveLength(7);
    expect(balances.filter((balance) => balance === 1n)).toHaveLength(13);
    const { body } = await call("GET", "/operator/incentive-programmes", { as: "support" });
    const shown = body.items.find(({ id }: { id: string }) => id === programme.id);
    expect(shown).toMatchObject({ budgetPoints: 3_700, grantedPoints: 3_500 });
    const missed = sellers[balances.indexOf(points(1n))];
    expect((await incentivesOf(missed ?? "")).items).toMatchObject([
      { status: "missed", reason: "The programme's budget is used up." },
      { status: "granted" },
    ]);
    expect((await audit(database, clock.now())).balanced).toBe(true);
  });
});

test("what is rolled back was never granted, and can still be", async () => {
  await define(APPROVED_500);
  const sellerId = ids.next("seller");
  const event: Event = { kind: "seller_approved", sellerId, at: clock.now() };
  const failing = database.transaction(async (sql) => {
    await events.publish(sql, event);
    throw new Error("the approval fails after all");
  });
  await expect(failing).rejects.toThrow("the approval fails after all");
  expect(await promotionOf(sellerId)).toBe(0n);
  await happens(event);
  expect(await promotionOf(sellerId)).toBe(500n);
});

describe("defining a programme", () => {
  test("answers it with its defaults, and lists it newest first, page by page", async () => {
    const first = await define(APPROVED_500);
    expect(first).toMatchObject({
      status: 201,
      body: {
        ...APPROVED_500,
        budgetPoints: null,
        grantedPoints: 0,
        startsAt: toRfc3339(clock.now()),
        endsAt: null,
      },
    });
    const second = await define({ ...APPROVED_500, name: "Second" });
    const path = "/operator/incentive-programmes?limit=1";
    const { body: page } = await call("GET", path, { as: "support" });
    expect(page.items).toEqual([second.body]);
    const { body: rest } = await call("GET", `${path}&cursor=${page.nextCursor}`, {
      as: "support",
    });
    expect(rest).toEqual({ items: [first.body], nextCursor: null });
  });

  test.each([
    ["an unknown trigger", { trigger: { kind: "birthday" } }, "/trigger/kind"],
    ["a trigger of a later version", { trigger: { kind: "products", count: 3 } }, "/trigger/kind"],
    ["a reward of a later version", { reward: { kind: "featured", days: 3 } }, "/reward/kind"],
    ["a reward of nothing", { reward: { kind: "mall_points", points: 0 } }, "/reward/points"],
    ["an end before the start", { endsAt: "2026-01-01T00:00:00Z" }, "/endsAt"],
    ["a moment that is none", { startsAt: "9999-12-31T23:59:59-14:00" }, "/startsAt"],
    ["no name", { name: "  " }, "/name"],
  ])("with %s is refused with its pointer", async (_, change, pointer) => {
    const answer = await define({ ...APPROVED_500, ...change });
    expect(answer).toMatchObject({ status: 422, body: { code: "invalid_request" } });
    const pointers = answer.body.errors.map((fault: { pointer: string }) => fault.pointer);
    expect(pointers).toContain(pointer);
  });

  test("is for the operator's admin", async () => {
    const answer = await call("POST", "/operator/incentive-programmes", {
      as: "support",
      body: APPROVED_500,
    });
    expect(answer.body.code).toBe("not_allowed");
  });
});

test("a seller's incentives are its own and the operator's to see", async () => {
  const path = (sellerId: string) => `/sellers/${sellerId}/incentives`;
  const codeOf = async (as: string, sellerId: string) =>
    (await call("GET", path(sellerId), { as })).body.code ?? "shown";
  expect(await codeOf("sel_one", "sel_one")).toBe("shown");
  expect(await codeOf("sel_one", "sel_two")).toBe("not_found");
  expect(await codeOf("support", "sel_two")).toBe("shown");
  expect(await codeOf("support", "sel_unknown")).toBe("not_found");
});

test("a reward that the mall has no points left for is missed, and what it was for goes on", async () => {
  await define({ ...APPROVED_500, reward: { kind: "mall_points", points: 5_000_000_000_000_000 } });
  for (const sellerId of ["sel_much_1", "sel_much_2"]) await approve(sellerId);
  const [first, second] = [await incentivesOf("sel_much_1"), await incentivesOf("sel_much_2")];
  expect(first).toMatchObject({
    items: [{ status: "granted", points: 5_000_000_000_000_000 }],
    promotionWallet: { available: 5_000_000_000_000_000 },
  });
  expect(second).toMatchObject({
    items: [{ status: "missed" }],
    promotionWallet: { available: 0 },
  });
  expect((await audit(database, clock.now())).balanced).toBe(true);
});
