import { afterEach, describe, expect, test, vi } from "vitest";
import { addressOf, api } from "./client.ts";
import { Intent, OpenCalls } from "./intent.ts";
import { ApiProblem, problemFrom } from "./problem.ts";

function answers(status: number, body: unknown, headers: Record<string, string> = {}) {
  const fetched = vi.fn(
    async (_address: string, _request: RequestInit) =>
      new Response(body === undefined ? null : JSON.stringify(body), { status, headers }),
  );
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

async function problemOf(call: Promise<unknown>): Promise<ApiProblem> {
  const thrown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof ApiProblem)) throw new Error("expected a problem");
  return thrown;
}

afterEach(() => vi.unstubAllGlobals());

describe("a call", () => {
  test("sends the language, the key and the body, and answers the parsed body", async () => {
    const fetched = answers(201, { id: "sale_1" });
    const answer = await api.post("/shops/shop_1/sales", { a: 1 }, { idempotencyKey: "key" });
    expect(answer).toEqual({ id: "sale_1" });
    const [address, request] = fetched.mock.calls[0] ?? [];
    expect(address).toBe("/api/v1/shops/shop_1/sales");
    expect(request).toMatchObject({ method: "POST", credentials: "same-origin", body: '{"a":1}' });
    expect(request?.headers).toMatchObject({
      "accept-language": "zh-CN",
      "idempotency-key": "key",
      "content-type": "application/json",
    });
  });

  test("answers nothing for 204", async () => {
    answers(204, undefined);
    expect(await api.delete("/me/passkeys/1")).toBeUndefined();
  });

  test("leaves empty values out of the query", () => {
    expect(addressOf("/mall/products", { q: "茶", cursor: undefined, sort: "" })).toBe(
      "/api/v1/mall/products?q=%E8%8C%B6",
    );
  });
});

describe("a refusal", () => {
  test("carries code, texts and faults by pointer", async () => {
    answers(422, {
      status: 422,
      code: "invalid_request",
      title: "内容有误",
      detail: "两处",
      errors: [{ pointer: "/price", code: "minimum", detail: "不能小于 0" }, "nonsense"],
    });
    const problem = await problemOf(api.post("/x"));
    expect(problem).toMatchObject({ status: 422, code: "invalid_request", title: "内容有误" });
    expect(problem.fieldError("/price")).toBe("不能小于 0");
    expect(problem.fieldError("/name")).toBeUndefined();
    expect(problem.saysMoreThan("/price")).toBe(false);
    expect(problem.saysMoreThan("/name")).toBe(true);
    expect(problem.outcomeUnknown).toBe(false);
  });

  test("says how long to wait", async () => {
    answers(429, { code: "rate_limited" }, { "retry-after": "30" });
    expect((await problemOf(api.get("/x"))).retryAfterSeconds).toBe(30);
  });

  test("that is not problem+json is unknown, not a crash", async () => {
    vi.stubGlobal("fetch", async () => new Response("<html>", { status: 502 }));
    expect(await problemOf(api.get("/x"))).toMatchObject({ status: 502, code: "unknown" });
  });

  test("of the network is offline, of the clock is timeout", () => {
    expect(problemFrom(new TypeError("Failed to fetch")).code).toBe("offline");
    expect(problemFrom(new DOMException("slow", "TimeoutError")).code).toBe("timeout");
  });
});

describe("an intent", () => {
  const offline = new ApiProblem({ status: 0, code: "offline" });
  const refused = new ApiProblem({ status: 409, code: "insufficient_points" });

  function numbered() {
    let made = 0;
    return new Intent(() => `key-${++made}`);
  }

  test("keeps its key while the outcome is unknown", () => {
    const intent = numbered();
    expect(intent.keyFor({ points: 250 })).toBe("key-1");
    intent.settle(offline);
    expect(intent.keyFor({ points: 250 })).toBe("key-1");
  });

  test("takes a new key for another body", () => {
    const intent = numbered();
    expect(intent.keyFor({ points: 250 })).toBe("key-1");
    expect(intent.keyFor({ points: 251 })).toBe("key-2");
  });

  test("takes a new key after success and after a refusal", async () => {
    const intent = numbered();
    const used: string[] = [];
    await intent.attempt({}, async (key) => used.push(key));
    await intent
      .attempt({}, async (key) => {
        used.push(key);
        throw refused;
      })
      .catch(() => undefined);
    await intent.attempt({}, async (key) => used.push(key));
    expect(used).toEqual(["key-1", "key-2", "key-3"]);
  });
});

test("every POST carries a key: the same one again only while its outcome is unknown", async () => {
  const keyOf = (call: number) =>
    new Headers(fetched.mock.calls[call]?.[1].headers).get("idempotency-key");
  const fetched = answers(503, { code: "unavailable" });
  await problemOf(api.post("/sellers/1/orders/2/accept"));
  await problemOf(api.post("/sellers/1/orders/2/accept"));
  await problemOf(api.post("/sellers/1/orders/3/accept"));
  expect(keyOf(0)).toMatch(/.{10,}/);
  expect(keyOf(1)).toBe(keyOf(0));
  expect(keyOf(2)).not.toBe(keyOf(0));
});

test("open calls forget a key with its outcome, and the oldest beyond their limit", async () => {
  let made = 0;
  const open = new OpenCalls(() => `key-${++made}`);
  const used: string[] = [];
  const attempt = (path: string, status: number) =>
    open
      .attempt({ path, body: {} }, async (key) => {
        used.push(key);
        if (status >= 400) throw new ApiProblem({ status, code: "x" });
      })
      .catch(() => undefined);
  await attempt("/a", 200);
  await attempt("/a", 409);
  await attempt("/a", 503);
  await attempt("/a", 503);
  expect(used).toEqual(["key-1", "key-2", "key-3", "key-3"]);
  for (let count = 0; count < 100; count += 1) await attempt(`/${count}`, 503);
  await attempt("/a", 200);
  expect(used.at(-1)).toBe("key-104");
});
