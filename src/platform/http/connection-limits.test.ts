import { connect } from "node:net";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import type { Database } from "../db/database.ts";
import { CONNECTION_LIMITS } from "./http-limits.ts";
import { createServer } from "./server.ts";

let app: FastifyInstance;
let port: number;
beforeAll(async () => {
  app = await createServer({
    endpoints: [],
    // No endpoint, so nothing asks it.
    database: {} as Database,
    clock: systemClock,
    logger: pino({ level: "silent" }),
    origin: "http://localhost",
    authenticate: async () => ({ caller: { kind: "anonymous" } }),
    connections: {
      ...CONNECTION_LIMITS,
      headersMilliseconds: 200,
      requestMilliseconds: 400,
      checkEveryMilliseconds: 50,
    },
  });
  app.post("/echo", { schema: { hide: true } }, async ({ body }) => ({ body }));
  port = Number(new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port);
});
afterAll(() => app.close());

/** Sends a beginning and then a character at a time, until the server has closed the connection. */
function drip(beginning: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(beginning));
    const drops = setInterval(() => socket.writable && socket.write("a"), 20);
    socket.on("data", (chunk) => {
      answer += chunk.toString();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearInterval(drops);
      resolve(answer);
    });
  });
}

test.each([
  ["headers", "POST /echo HTTP/1.1\r\nhost: x\r\nx-slow: "],
  [
    "a body",
    'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n"',
  ],
])("%s that drip in are answered 408, and the connection is closed", async (_, beginning) => {
  const answer = await drip(beginning);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toContain("application/problem+json");
  expect(answer).toContain('"code":"request_timeout"');
});

test("a body has less than 75 seconds, and headers less than a body", () => {
  const { headersMilliseconds, requestMilliseconds, checkEveryMilliseconds } = CONNECTION_LIMITS;
  expect(requestMilliseconds + checkEveryMilliseconds).toBeLessThan(75_000);
  expect(headersMilliseconds).toBeLessThan(requestMilliseconds);
  expect([app.server.requestTimeout, app.server.headersTimeout]).toEqual([400, 200]);
});

test("a route under the API's address that does not say who may call it is refused", async () => {
  const other = await createServer({
    endpoints: [],
    database: {} as Database,
    clock: systemClock,
    logger: pino({ level: "silent" }),
    origin: "http://localhost",
    authenticate: async () => ({ caller: { kind: "anonymous" } }),
  });
  expect(() => other.get("/api/v1/late", async () => "open")).toThrow(
    "does not say who may call it",
  );
  await other.close();
});
