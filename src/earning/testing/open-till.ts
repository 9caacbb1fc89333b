import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { manualClock } from "../../kernel/clock.ts";
import { countingIds } from "../../kernel/ids.ts";
import { audit } from "../../ledger/index.ts";
import { NO_SHOP_RULES, type ShopRules } from "../../merchants/index.ts";
import { type Database, openDatabase, type Sql } from "../../platform/db/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { createEvents } from "../../platform/events/events.ts";
import type { FactVersion } from "../../platform/facts/fact-version.store.ts";
import type { Caller, ShopRole } from "../../platform/http/caller.ts";
import { createServer } from "../../platform/http/server.ts";
import { createTestDatabase } from "../../platform/testing/postgres.ts";
import { createEarning, type Earning } from "../index.ts";
import type { Context, Shop } from "../needs.ts";

const START = Date.parse("2026-03-01T08:00:00.000Z");
const POINTS_EXPIRE_DAYS = 365;

export type Answer = {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
  text: string;
  replayed: boolean;
};

export type Till = {
  readonly earning: Earning;
  readonly database: Database;
  readonly clock: ReturnType<typeof manualClock>;
  /** What the fake neighbours say; tests change it. */
  readonly shops: Map<string, Pick<Shop, "name" | "status"> & Partial<ShopRules>>;
  readonly customers: Map<string, string>;
  /** `as` is `owner@shop_a`, a customer's id, or null for nobody. */
  call(
    as: string | null,
    request: `${string} ${string}`,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  isBalanced(): Promise<boolean>;
  close(): Promise<void>;
};

/**
 * This module and the ledger behind the real HTTP server, with two approved shops and fake neighbours.
 * Without `remembersFacts` no sale is recorded in one flight.
 */
export async function openTill({ remembersFacts = true } = {}): Promise<Till> {
  const test = await createTestDatabase();
  const database = openDatabase(test.url);
  const clock = manualClock(START);
  const ids = countingIds(clock);
  const origin = "http://localhost";
  const deps: Deps = {
    database,
    clock,
    ids,
    events: createEvents(),
    origin,
    secret: Buffer.alloc(32, 7),
  };
  const shops: Till["shops"] = new Map([
    ["shop_a", { name: "兰州面馆", status: "approved" }],
    ["shop_b", { name: "Halfway Coffee", status: "approved" }],
  ]);
  const customers: Till["customers"] = new Map([
    ["cus_lin", "林晓"],
    ["cus_wang", "王芳"],
  ]);
  const shopsNow = () =>
    new Map([...shops].map(([id, shop]) => [id, { id, ...NO_SHOP_RULES, ...shop }]));
  let version: FactVersion | null = null;
  const readShops = async (_: Sql, __: readonly string[], at: FactVersion) => {
    version = at;
    return shopsNow();
  };
  // They are not in the database, so nothing would tell when they change: they are always as they are now.
  const standInShops = Object.assign(readShops, {
    known: () => version && { version, facts: shopsNow() },
  });
  const policies = {
    shopPointsExpireDays: POINTS_EXPIRE_DAYS,
    saleReturnDays: 0,
    timeZone: "Asia/Shanghai",
  };
  const neighbours: Pick<Context, "identity" | "merchants"> = {
    identity: {
      displayNameSql: (id) => `(select name from stand_in_customer where id = ${id})`,
      displayNames: async (_, wanted) =>
        new Map(wanted.flatMap((id) => (customers.has(id) ? [[id, customers.get(id) ?? ""]] : []))),
      async createCustomerWithoutLogin(_, { displayName }) {
        const id = ids.next("customer");
        customers.set(id, displayName);
        return { id };
      },
    },
    merchants: {
      async shop(_, id) {
        const shop = shops.get(id);
        return shop ? { id, ...NO_SHOP_RULES, ...shop } : null;
      },
      remembered: {
        shops: standInShops,
        policies: async () => policies,
        knownPolicies: () => (remembersFacts ? policies : null),
      },
    },
  };
  const saveCustomers = await standInCustomers(database, customers);
  const earning = createEarning(deps, neighbours);
  const http = await createServer({
    endpoints: earning.endpoints,
    database,
    clock,
    origin,
    logger: pino({ level: "silent" }),
    authenticate: async ({ authorization }) => ({ caller: callerOf(authorization) }),
    checkAnswers: true,
  });
  return {
    earning,
    database,
    clock,
    shops,
    customers,
    call: caller(http, saveCustomers),
    isBalanced: async () => (await audit(database, clock.now())).balanced,
    async close() {
      await http.close();
      await database.close();
      await test.drop();
    },
  };
}

/** The names where statements find them, as far as they are not there yet. */
async function standInCustomers(sql: Sql, customers: Till["customers"]) {
  await sql.execute("create table stand_in_customer (id text primary key, name text not null)");
  const saved = new Map<string, string>();
  return async () => {
    for (const [id, name] of customers) {
      if (saved.get(id) === name) continue;
      saved.set(id, name);
      await sql.execute(
        "insert into stand_in_customer values ($1, $2) on conflict (id) do update set name = $2",
        [id, name],
      );
    }
  };
}

function callerOf(bearer: string | undefined): Caller {
  if (bearer === undefined) return { kind: "anonymous" };
  const [role, organisationId] = bearer.split("@");
  const memberships =
    organisationId === undefined
      ? []
      : [
          {
            organisationId,
            organisationName: organisationId,
            kind: "shop" as const,
            role: role as ShopRole,
            status: "approved" as const,
          },
        ];
  return {
    kind: "person",
    accountId: bearer,
    accountKind: "customer",
    sessionId: `ses_of_${bearer}`,
    memberships,
    verifiedUntil: null,
    verifiedBy: null,
  };
}

function caller(http: FastifyInstance, saveCustomers: () => Promise<void>): Till["call"] {
  let keys = 0;
  return async (as, request, body, headers = {}) => {
    const [method = "", path = ""] = request.split(" ");
    keys += 1;
    const key = `key-${keys}`;
    await saveCustomers();
    const response = await http.inject({
      method: method as "GET",
      url: `/api/v1${path}`,
      headers: {
        "accept-language": "en",
        ...(as === null ? {} : { authorization: `Bearer ${as}` }),
        ...(method === "POST" ? { "idempotency-key": key } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body }),
    });
    return {
      status: response.statusCode,
      body: response.body === "" ? null : response.json(),
      text: response.body,
      replayed: response.headers["idempotent-replayed"] === "true",
    };
  };
}
