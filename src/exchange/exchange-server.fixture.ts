import { pino } from "pino";
import { type Instant, instant, manualClock } from "../kernel/clock.ts";
import { createIds } from "../kernel/ids.ts";
import { invariant } from "../kernel/invariant.ts";
import { points } from "../kernel/points.ts";
import { ratio } from "../kernel/ratio.ts";
import { audit, type Posting, post, postings } from "../ledger/index.ts";
import { NO_SHOP_RULES, type Policies, type ShopFacts } from "../merchants/index.ts";
import { openDatabase, type Sql } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import { createEvents } from "../platform/events/events.ts";
import type { Membership, Person } from "../platform/http/caller.ts";
import { createServer } from "../platform/http/server.ts";
import { createTestDatabase } from "../platform/testing/postgres.ts";
import type { Context } from "./context.ts";
import type { NewRatio } from "./contract.ts";
import { createExchange } from "./index.ts";
import { rememberRatios } from "./remember-ratios.ts";

const ORIGIN = "http://localhost:3000";
const START = Date.UTC(2026, 2, 1, 12);

// biome-ignore lint/suspicious/noExplicitAny: tests read bodies of many shapes.
export type Answered = { status: number; body: any; replayed: boolean };
export type Call = {
  /** Who asks: a customer's id, or `owner`, `manager`, `cashier` of every shop. */
  as: string;
  body?: object;
  key?: string;
};

export type Street = Awaited<ReturnType<typeof openStreet>>;
type Server = Awaited<ReturnType<typeof startServer>>;
type Window = { until: Instant; by: "passkey" | "face" };

/**
 * Exchange alone behind the real HTTP layer and over the real ledger, with merchants that are only
 * facts: tests change `shops`, `policies` and `windows` as they like.
 */
export async function openStreet() {
  const server = await startServer();
  return { ...server, ...booksOf(server), ...customersOf(server) };
}

async function startServer() {
  const scratch = await createTestDatabase();
  const database = openDatabase(scratch.url);
  const clock = manualClock(START);
  const ids = createIds(clock);
  const secret = Buffer.alloc(32, 7);
  const deps: Deps = { database, clock, ids, events: createEvents(), origin: ORIGIN, secret };
  const shops = new Map<string, ShopFacts>();
  const policies = { current: DEFAULT_POLICIES };
  /** Whose verified window is open until when, and by what. */
  const windows = new Map<string, Window>();
  const readShops = async (_: Sql, wanted: readonly string[]) =>
    new Map([...shops].filter(([id]) => wanted.includes(id)));
  const readPolicies = async () => policies.current;
  const others: Omit<Context, "deps" | "remembered"> = {
    merchants: {
      shops: readShops,
      policies: readPolicies,
      // They are not in the database, so nothing would tell when they change.
      remembered: {
        shops: Object.assign(readShops, { known: () => null }),
        sellers: async () => new Map(),
        policies: readPolicies,
        knownPolicies: () => null,
      },
    },
    earning: { salesSince: async () => ({ sales: 2, points: points(9n) }) },
  };
  const exchange = createExchange(deps, others);
  const http = await createServer({
    endpoints: exchange.endpoints,
    database,
    clock,
    logger: pino({ level: "silent" }),
    origin: ORIGIN,
    checkAnswers: true,
    authenticate: async ({ authorization = "" }) => ({
      caller: personOf(authorization, { shops: [...shops.values()], windows }),
    }),
  });

  return {
    clock,
    context: { deps, ...others, remembered: rememberRatios() },
    database,
    exchange,
    ids,
    policies,
    shops,
    windows,
    /** A signed-in customer, as the server knows one. */
    personOf: (accountId: string): Person => personOf(accountId, { shops: [], windows }),
    async call(method: "GET" | "POST", path: string, { as, body, key }: Call): Promise<Answered> {
      const answer = await http.inject({
        method,
        url: `/api/v1${path}`,
        headers: {
          authorization: `Bearer ${as}`,
          "accept-language": "en",
          ...(key === undefined ? {} : { "idempotency-key": key }),
        },
        ...(body === undefined ? {} : { payload: body }),
      });
      return {
        status: answer.statusCode,
        body: answer.json(),
        replayed: answer.headers["idempotent-replayed"] === "true",
      };
    },
    async close() {
      await http.close();
      await database.close();
      await scratch.drop();
    },
  };
}

/** Whoever the bearer key names: a customer, or a role in every shop. */
function personOf(
  name: string,
  { shops, windows }: { shops: ShopFacts[]; windows: ReadonlyMap<string, Window> },
): Person {
  const window = windows.get(name);
  return {
    kind: "person",
    accountId: name,
    accountKind: "customer",
    sessionId: `session of ${name}`,
    memberships: shops.map((shop) => ({
      organisationId: shop.id,
      organisationName: shop.name,
      kind: "shop",
      role: name as Membership["role"],
      status: shop.status,
    })),
    verifiedUntil: window?.until ?? null,
    verifiedBy: window?.by ?? null,
  };
}

/** Points and money that come from elsewhere. */
function booksOf({ database, clock, ids }: Server) {
  async function book(posting: Posting): Promise<void> {
    const posted = await database.transaction((sql) => post(sql, posting));
    invariant(posted.ok, `the test's own posting: ${JSON.stringify(posted)}`);
  }
  return {
    book,
    async fillPool(shopId: string, amount: bigint): Promise<void> {
      const depositId = ids.next("deposit");
      const at = clock.now();
      const deposit = { shopId, depositId, amount: points(amount), at, by: "test" };
      for (const slice of postings.deposit(deposit)) await book(slice);
    },
    async earn(customerId: string, shopId: string, earned: bigint): Promise<void> {
      const saleId = ids.next("sale");
      const of = { customerId, shopId, saleId, points: points(earned), at: clock.now() };
      await book(postings.earn({ ...of, by: "test", expiresAt: instant(Date.UTC(2027, 2, 1)) }));
    },
    balanced: async () => (await audit(database, clock.now())).balanced,
  };
}

function customersOf(server: Server) {
  const { call, clock, ids, shops, windows } = server;
  const { earn, fillPool } = booksOf(server);
  return {
    /** An approved shop with a ratio and a prepaid pool, in fen. */
    async openShop({ name = "Lanzhou Noodles", pool = 10_000n, terms = HUNDRED_TO_THREE } = {}) {
      const id = ids.next("shop");
      shops.set(id, {
        id,
        name,
        status: "approved",
        colour: "#aa3322",
        description: null,
        ...NO_SHOP_RULES,
      });
      const body = terms;
      const set = await call("POST", `/shops/${id}/exchange-ratio`, { as: "owner", body });
      invariant(set.status === 201, `the test's own ratio: ${JSON.stringify(set.body)}`);
      if (pool > 0n) await fillPool(id, pool);
      return id;
    },
    /** A customer in a verified window, with points of the shop. */
    async customerWith(shopId: string, earned: bigint) {
      const customerId = ids.next("customer");
      windows.set(customerId, { until: instant(clock.now() + 300_000), by: "passkey" });
      await earn(customerId, shopId, earned);
      return customerId;
    },
    async quote(customerId: string, shopId: string, asked: number): Promise<string> {
      const body = { shopId, points: asked };
      const answer = await call("POST", "/me/conversion-quotes", { as: customerId, body });
      invariant(answer.status === 201, `the test's own quote: ${JSON.stringify(answer.body)}`);
      return answer.body.id;
    },
    convert: (customerId: string, quoteId: string, key: string = quoteId) =>
      call("POST", "/me/conversions", { as: customerId, body: { quoteId }, key }),
  };
}

const HUNDRED_TO_THREE: NewRatio = { shopPoints: 100, mallPoints: 3 };

const DEFAULT_POLICIES: Policies = {
  version: 1,
  validFrom: instant(0),
  pointValueFen: 2,
  shopPointsExpireDays: 365,
  mallPointsExpireDays: 730,
  ratioMinimum: ratio(1_000_000n, 1n),
  ratioMaximum: ratio(1n, 1_000_000n),
  conversionFeeBasisPoints: 0,
  commissionBasisPoints: 0,
  verificationMethods: ["face", "passkey"],
  verificationWindowSeconds: 300,
  quoteHoldSeconds: 120,
  orderReturnDays: 7,
  saleReturnDays: 0,
  faceLoginAllowed: true,
  faceAcceptAt: 550,
  faceOfferPasskeyAt: 450,
  faceRetentionDays: 365,
  graceDays: 14,
  timeZone: "Asia/Shanghai",
  timeZoneChange: null,
};
