import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { manualClock } from "../../kernel/clock.ts";
import { countingIds } from "../../kernel/ids.ts";
import { type Database, openDatabase } from "../../platform/db/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { createEvents, type Event } from "../../platform/events/events.ts";
import type { Caller, OperatorRole } from "../../platform/http/caller.ts";
import { createServer } from "../../platform/http/server.ts";
import { createTestDatabase } from "../../platform/testing/postgres.ts";
import type { People } from "../context.ts";
import { createMerchants, type Merchants } from "../index.ts";

const START = Date.parse("2026-03-01T08:00:00.000Z");
const CUSTOMERS = 3;
const FACES = 80_000;

/** Logins and names of people whom the fake identity knows; everyone signs in by account id. */
const KNOWN = [
  { id: "cus_lin", login: "lin@example.com", displayName: "林晓" },
  { id: "cus_wang", login: "wang@example.com", displayName: "王芳" },
  { id: "cus_zhao", login: "zhao@example.com", displayName: "赵强" },
  { id: "stf_admin", login: "admin@example.com", displayName: "Ada" },
  { id: "stf_finance", login: "finance@example.com", displayName: "Fay" },
  { id: "stf_support", login: "support@example.com", displayName: "Sue" },
] as const;

/** How often identity was asked for people. */
let questions = 0;

const people: People = {
  loginsOf: async (_, id) => {
    questions += 1;
    return KNOWN.filter((one) => one.id === id).map(({ login }) => ({
      kind: "email",
      value: login,
    }));
  },
  displayNames: async (_, ids) => {
    questions += 1;
    const asked = KNOWN.filter(({ id }) => ids.includes(id));
    return new Map(asked.map((one) => [one.id, one.displayName]));
  },
};

export type Answer = { status: number; body: Record<string, unknown>; replayed: boolean };

export type Mall = {
  readonly merchants: Merchants;
  readonly database: Database;
  readonly clock: ReturnType<typeof manualClock>;
  /** What was published, in order. */
  readonly events: Event[];
  /** `as` is an account id, an API key, or null for nobody. */
  call(
    as: string | null,
    request: `${string} ${string}`,
    body?: object,
    idempotencyKey?: string,
  ): Promise<Answer>;
  /** How often identity was asked for people. */
  askedPeople(): number;
  /** Nothing waits for the operator any more: applications are bounded for each person. */
  clearQueue(): Promise<void>;
  /** From now on a handler of events throws, as one with a bug would. */
  failEvents(): void;
  close(): Promise<void>;
};

/** This module alone behind the real HTTP server, on a database of its own, with an operator of each role. */
export async function openMall(): Promise<Mall> {
  const test = await createTestDatabase();
  const database = openDatabase(test.url);
  const clock = manualClock(START);
  const origin = "http://localhost";
  const deps: Deps = {
    database,
    clock,
    ids: countingIds(clock),
    events: createEvents(),
    origin,
    secret: randomBytes(32),
  };
  const events: Event[] = [];
  let isFailing = false;
  deps.events.subscribe(async (_, event) => {
    if (isFailing) throw new Error("a handler failed, as the test asked");
    events.push(event);
  });
  const failEvents = () => {
    isFailing = true;
  };
  const countCustomers = async () => CUSTOMERS;
  const countFaces = async () => FACES;
  const merchants = createMerchants(deps, { identity: people, countCustomers, countFaces });
  for (const role of ["admin", "finance", "support"] satisfies OperatorRole[]) {
    await merchants.addOperator(database, { accountId: `stf_${role}`, role });
  }
  const http = await createServer({
    endpoints: merchants.endpoints,
    database,
    clock,
    origin,
    logger: pino({ level: "silent" }),
    authenticate: async ({ authorization }) => ({
      caller: await callerOf(merchants, database, authorization),
    }),
    checkAnswers: true,
  });
  const clearQueue = async () => {
    await database.execute("update merchant set status = 'suspended' where status = 'pending'");
  };
  const close = async () => {
    await http.close();
    await database.close();
    await test.drop();
  };
  return {
    merchants,
    database,
    clock,
    events,
    call: caller(http),
    clearQueue,
    askedPeople: () => questions,
    failEvents,
    close,
  };
}

async function callerOf(
  merchants: Merchants,
  database: Database,
  bearer: string | undefined,
): Promise<Caller> {
  if (bearer === undefined) return { kind: "anonymous" };
  if (bearer.startsWith("tdk_")) {
    return (await merchants.authenticateMachine(bearer)) ?? { kind: "anonymous" };
  }
  return {
    kind: "person",
    accountId: bearer,
    accountKind: "customer",
    sessionId: `ses_of_${bearer}`,
    memberships: await merchants.membershipsOf(database, bearer),
    verifiedUntil: null,
    verifiedBy: null,
  };
}

function caller(http: FastifyInstance): Mall["call"] {
  return async (as, request, body, idempotencyKey) => {
    const [method = "", path = ""] = request.split(" ");
    const response = await http.inject({
      method: method as "GET",
      url: `/api/v1${path}`,
      headers: {
        "accept-language": "en",
        ...(as === null ? {} : { authorization: `Bearer ${as}` }),
        ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
      },
      ...(body === undefined ? {} : { payload: body }),
    });
    return {
      status: response.statusCode,
      body: response.body === "" ? {} : response.json(),
      replayed: response.headers["idempotent-replayed"] === "true",
    };
  };
}

/** Invited by the owner, accepted by the person. `at` is such as `/shops/shop_1`. */
export async function hire(
  mall: Mall,
  { at, accountId, role }: { at: string; accountId: string; role: string },
): Promise<void> {
  const { login } = KNOWN.find(({ id }) => id === accountId) ?? { login: "" };
  const invited = await mall.call("cus_lin", `POST ${at}/staff`, { login, role });
  const answer = `POST /me/invitations/${String(invited.body.id)}/accept` as const;
  const { status } = await mall.call(accountId, answer);
  if (status !== 200) throw new Error(`${accountId} was not hired: ${invited.status}, ${status}`);
}
