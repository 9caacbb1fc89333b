import { pino } from "pino";
import { Type } from "typebox";
import { expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { openDatabase } from "../db/database.ts";
import { anyone } from "./access.ts";
import { endpoint, reply } from "./endpoint.ts";
import { Answer } from "./schema.ts";
import { createServer, type TrustProxy } from "./server.ts";

const CALLS_PER_MINUTE = 3;
/** No program listens on port 1. */
const NOWHERE = "postgres://nobody@127.0.0.1:1/nothing";

async function open(trustProxy?: TrustProxy) {
  const database = openDatabase(NOWHERE);
  const guess = endpoint({
    method: "GET",
    path: "/guesses",
    tag: "Guesses",
    summary: "Guess.",
    access: anyone,
    answers: { 200: Answer({ address: Type.String() }) },
    refusals: ["rate_limited"],
    callsPerMinute: CALLS_PER_MINUTE,
    handle: async ({ address }) => reply(200, { address }),
  });
  const http = await createServer({
    endpoints: [guess],
    database,
    clock: systemClock,
    logger: pino({ level: "silent" }),
    origin: "http://localhost:3000",
    authenticate: async () => ({ caller: { kind: "anonymous" } }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
  });
  return {
    ask: (remoteAddress: string, forwardedFor?: string) =>
      http.inject({
        url: "/api/v1/guesses",
        remoteAddress,
        headers: forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor },
      }),
    async close() {
      await http.close();
      await database.close();
    },
  };
}

test("a call over the limit is answered with when to come back", async () => {
  const server = await open();
  for (let left = CALLS_PER_MINUTE - 1; left >= 0; left -= 1) {
    const answer = await server.ask("203.0.113.7");
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      "ratelimit-limit": String(CALLS_PER_MINUTE),
      "ratelimit-remaining": String(left),
    });
  }
  const refused = await server.ask("203.0.113.7");
  expect(refused.statusCode).toBe(429);
  expect(refused.json()).toMatchObject({ code: "rate_limited" });
  const retryAfter = Number(refused.headers["retry-after"]);
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(60);
  expect(refused.headers).toMatchObject({
    "ratelimit-limit": String(CALLS_PER_MINUTE),
    "ratelimit-remaining": "0",
    "ratelimit-reset": String(retryAfter),
  });
  expect((await server.ask("203.0.113.8")).statusCode).toBe(200);
  await server.close();
});

test.each([
  ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true],
  ["2001:db8:1:2::1", "2001:db8:1:3::1", false],
  ["::ffff:203.0.113.7", "203.0.113.7", true],
  ["203.0.113.7", "203.0.113.8", false],
])("%s and %s share one limit: %s", async (first, second, isShared) => {
  const server = await open();
  await server.ask(first);
  const { headers } = await server.ask(second);
  expect(headers["ratelimit-remaining"]).toBe(String(CALLS_PER_MINUTE - (isShared ? 2 : 1)));
  await server.close();
});

test.each<[string, TrustProxy | undefined, string, string, string]>([
  ["a proxy on this machine", undefined, "127.0.0.1", "203.0.113.7", "203.0.113.7"],
  ["a peer elsewhere by default", undefined, "10.0.0.7", "203.0.113.7", "10.0.0.7"],
  ["a listed network", ["10.0.0.0/8"], "10.0.0.7", "203.0.113.7", "203.0.113.7"],
  [
    "a listed IPv4 peer on an IPv6 socket",
    ["10.0.0.7"],
    "::ffff:10.0.0.7",
    "203.0.113.7",
    "203.0.113.7",
  ],
  ["a peer that is not listed", ["10.0.0.7"], "10.0.0.8", "203.0.113.7", "10.0.0.8"],
  ["what the client put before", ["10.0.0.7"], "10.0.0.7", "1.1.1.1, 203.0.113.7", "203.0.113.7"],
  [
    "two listed in a row",
    ["10.0.0.0/8"],
    "10.0.0.7",
    "1.1.1.1, 203.0.113.7, 10.0.0.9",
    "203.0.113.7",
  ],
  ["no hop", 0, "127.0.0.1", "203.0.113.7", "127.0.0.1"],
  ["one hop", 1, "10.0.0.7", "1.1.1.1, 203.0.113.7", "203.0.113.7"],
  ["two hops", 2, "10.0.0.7", "1.1.1.1, 203.0.113.7, 10.0.0.9", "203.0.113.7"],
])("the address through %s", async (_, trustProxy, peer, forwardedFor, address) => {
  const server = await open(trustProxy);
  expect((await server.ask(peer, forwardedFor)).json()).toEqual({ address });
  await server.close();
});
