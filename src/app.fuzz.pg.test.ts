import { afterAll, beforeAll, expect, test } from "vitest";
import { REFUSAL_CODES } from "./kernel/refusals.ts";
import type { Endpoint } from "./platform/http/endpoint.ts";
import type { Client } from "./testing/client.ts";
import { openSeller, openShop, startWorld, type World } from "./testing/world.ts";

// Whatever is sent to whatever endpoint by whomever, the answer is one of the contract: never 500.

let world: World;
const callers = new Map<string, Client>();
const own: Record<string, string> = {};
beforeAll(async () => {
  world = await startWorld();
  const shop = await openShop(world);
  const seller = await openSeller(world);
  const customer = await world.register("Fuzz");
  Object.assign(own, {
    shopId: shop.id,
    sellerId: seller.id,
    id: shop.id,
    productId: shop.productId,
  });
  callers.set("nobody", world.anonymous());
  callers.set("customer", customer.client);
  callers.set("shop owner", shop.owner.client);
  callers.set("seller owner", seller.owner.client);
  callers.set("operator", world.operator.client);
});
afterAll(() => world.close());

/** Path parameters: of the caller's own things where there is one, else each of these in turn. */
const ODD_IDS = ["%00", "%FF", "%F0%9F%98%80", "..%2f..", "a".repeat(150), "%20", "prd_%27%22;--"];
const ODD_QUERIES = [
  "?limit=0&cursor=x",
  "?limit=1e3",
  "?limit=101",
  "?cursor=%00",
  "?cursor=eyJhIjoxfQ",
  `?cursor=${"A".repeat(390)}`,
  "?q=%FF%FE&sort=none&__proto__=1",
  "?from=9999-99-99&to=x&at=yesterday",
  `?${"a=1&".repeat(1500)}`,
];
const ODD_BODIES = [
  "{}",
  "null",
  "[]",
  '""',
  "1e400",
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":1}}',
  '{"login":{},"lines":{},"sales":null,"points":"1","name":[],"password":1,"frames":["!"]}',
  '{"lines":[null,1,"x",[],{"productId":"\\u0000","quantity":1}],"receiptNumber":"\\ud800"}',
  '{"parameters":{"bundles":[{"quantity":1e15,"points":1e15}]},"scope":{"category":"x","productId":"y"},"kind":"bundles"}',
  '{"at":"2026-02-30T25:61:61Z","soldAt":"0000-00-00T00:00:00Z","validFrom":"+275760-09-13T00:00:00.001Z"}',
];

function pathOf({ path }: Endpoint, odd: string | null): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => odd ?? own[name] ?? "none_1");
}

let checked = 0;

async function isOfTheContract(
  endpoint: Endpoint,
  answer: { status: number; text: string; headers: Record<string, unknown> },
  sent: string,
): Promise<void> {
  const what = `${endpoint.method} ${sent} answered ${answer.status}: ${answer.text.slice(0, 300)}`;
  checked += 1;
  expect(answer.status, what).toBeLessThan(500);
  expect(answer.headers["x-content-type-options"], what).toBe("nosniff");
  if (answer.status < 400) return;
  expect(answer.headers["content-type"], what).toContain("application/problem+json");
  expect(REFUSAL_CODES, what).toContain(JSON.parse(answer.text).code);
}

test("odd addresses and queries", async () => {
  const before = checked;
  for (const endpoint of world.app.endpoints) {
    const ids = endpoint.path.includes("{") ? [null, ...ODD_IDS] : [null];
    const queries = endpoint.method === "GET" ? ["", ...ODD_QUERIES] : [""];
    for (const client of [callers.get("nobody"), callers.get("operator")]) {
      for (const path of [
        ...ids.map((id) => pathOf(endpoint, id)),
        ...queries.map((query) => pathOf(endpoint, null) + query),
      ]) {
        const answer = await client?.call(endpoint.method, path);
        if (answer) await isOfTheContract(endpoint, answer, path);
      }
    }
  }
  expect(checked - before).toBeGreaterThan(1_000);
});

test("odd bodies", async () => {
  const before = checked;
  for (const endpoint of world.app.endpoints.filter(({ method }) => method !== "GET")) {
    for (const client of callers.values()) {
      for (const raw of ODD_BODIES) {
        const path = pathOf(endpoint, null);
        const answer = await client.call(endpoint.method, path, undefined, { raw });
        await isOfTheContract(endpoint, answer, `${path} ${raw}`);
      }
    }
  }
  expect(checked - before).toBeGreaterThan(1_000);
});

test("odd headers", async () => {
  const before = checked;
  const headers: Record<string, string>[] = [
    { "content-type": "application/json; charset=utf-16" },
    { "content-type": "text/plain" },
    { "content-type": ";;;" },
    { "accept-language": "q=;,;q=x,zh;q=,en-" },
    { "accept-language": ",".repeat(5_000) },
    { authorization: "Bearer" },
    { authorization: `Bearer ${"x".repeat(5_000)}` },
    { authorization: "Basic eDp5" },
    { cookie: "tongdui_session=%FF; =; ;;tongdui_session" },
    { cookie: `tongdui_session=${"a.".repeat(1_000)}` },
    { "idempotency-key": "ü" },
    { "idempotency-key": "x".repeat(256) },
    { origin: "http://[" },
    { "x-forwarded-for": "unknown, ::, 999.1.1.1" },
    { expect: "the impossible" },
  ];
  for (const endpoint of world.app.endpoints) {
    for (const one of headers) {
      const path = pathOf(endpoint, null);
      const raw = endpoint.method === "GET" ? {} : { raw: "{}" };
      const answer = await world.anonymous().call(endpoint.method, path, undefined, {
        ...raw,
        headers: one,
      });
      await isOfTheContract(endpoint, answer, `${path} ${JSON.stringify(one).slice(0, 80)}`);
    }
  }
  expect(checked - before).toBeGreaterThan(1_000);
});

test("and the books balance afterwards", async () => {
  expect(await world.balanced()).toBe(true);
});
