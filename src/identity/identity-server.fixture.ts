import type { FastifyInstance } from "fastify";
import { type Logger, pino } from "pino";
import { manualClock } from "../kernel/clock.ts";
import { createIds } from "../kernel/ids.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import { createEvents } from "../platform/events/events.ts";
import { cookieName } from "../platform/http/cookie-name.ts";
import { createServer } from "../platform/http/server.ts";
import { createTestDatabase } from "../platform/testing/postgres.ts";
import { createIdentity, type Identity, type IdentityNeeds } from "./index.ts";

export const ORIGIN = "http://localhost:3000";
export const PASSWORD = "correct horse battery";

/** A browser with one cookie jar. Answers carry the parsed body, and the code of a problem. */
export type Browser = {
  call(
    method: "GET" | "POST" | "PUT" | "DELETE",
    path: string,
    body?: unknown,
    options?: SendOptions,
  ): Promise<Answered>;
  /** Like `call`, but fails the test when the answer is not a success. */
  post(path: string, body?: unknown): Promise<unknown>;
  /** The session's cookie. */
  cookie: string | undefined;
  /** The device's cookie. */
  device: string | undefined;
};
/** `loseAnswer`: the server answers, and the browser never hears it. */
export type SendOptions = { loseAnswer?: boolean; address?: string };
// biome-ignore lint/suspicious/noExplicitAny: tests read bodies of many shapes.
export type Answered = { status: number; body: any; headers: Record<string, unknown> };

export type TestServer = {
  http: FastifyInstance;
  database: Database;
  deps: Deps;
  identity: Identity;
  clock: ReturnType<typeof manualClock>;
  browser(cookie?: string, device?: string): Browser;
  /** A new customer, signed in. */
  customer(): Promise<Browser & { id: string; email: string }>;
  close(): Promise<void>;
};

/** Identity alone behind the real HTTP layer, on a database of its own, with a clock that tests move. */
export async function startIdentityServer(
  needs: Partial<IdentityNeeds> = {},
  {
    logger = pino({ level: "silent" }),
    origin = ORIGIN,
  }: { logger?: Logger; origin?: string } = {},
): Promise<TestServer> {
  const testDatabase = await createTestDatabase();
  const database = openDatabase(testDatabase.url);
  const clock = manualClock(Date.parse("2026-03-01T08:00:00Z"));
  const secret = Buffer.alloc(32, 7);
  const ids = createIds(clock);
  const deps: Deps = { database, clock, ids, events: createEvents(), origin, secret };
  const identity = createIdentity(deps, { membershipsOf: async () => new Map(), ...needs });
  const http = await createServer({
    endpoints: identity.endpoints,
    database,
    clock,
    logger,
    origin,
    checkAnswers: true,
    async authenticate({ cookies }) {
      const { caller, cookies: renewed } = await identity.authenticate(cookies);
      return { caller: caller ?? { kind: "anonymous" }, cookies: renewed };
    },
  });
  let customers = 0;
  const browser = (cookie?: string, device?: string) =>
    openBrowser(http, { origin, cookie, device });
  return {
    http,
    database,
    deps,
    identity,
    clock,
    browser,
    async customer() {
      customers += 1;
      const opened = browser();
      const email = `customer${customers}@example.com`;
      const body = { email, password: PASSWORD, displayName: `Customer ${customers}` };
      const { id } = (await opened.post("/customers", body)) as { id: string };
      return Object.assign(opened, { id, email });
    },
    async close() {
      await http.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}

function openBrowser(
  http: FastifyInstance,
  { origin, cookie, device }: Pick<Browser, "cookie" | "device"> & { origin: string },
): Browser {
  const names = {
    cookie: cookieName("tongdui_session", origin),
    device: cookieName("tongdui_device", origin),
  };
  const opened: Browser = {
    cookie,
    device,
    async call(method, path, body, { loseAnswer = false, address = "127.0.0.1" } = {}) {
      const answer = await http.inject({
        method,
        url: `/api/v1${path}`,
        remoteAddress: address,
        headers: { "accept-language": "en" },
        cookies: {
          ...(opened.cookie ? { [names.cookie]: opened.cookie } : {}),
          ...(opened.device ? { [names.device]: opened.device } : {}),
        },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      for (const kind of ["cookie", "device"] as const) {
        const set = answer.cookies.find((one) => one.name === names[kind]);
        if (set && !loseAnswer) opened[kind] = set.value === "" ? undefined : set.value;
      }
      const parsed: unknown = answer.body === "" ? null : JSON.parse(answer.body);
      return { status: answer.statusCode, body: parsed, headers: answer.headers };
    },
    async post(path, body) {
      const { status, body: answer } = await opened.call("POST", path, body);
      if (status >= 300) throw new Error(`POST ${path}: ${status} ${answer?.code}`);
      return answer;
    },
  };
  return opened;
}
