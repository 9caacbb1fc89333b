import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShop, startWorld, type World } from "./testing/world.ts";

// What holds for every endpoint alike.

let world: World;
let shop: Awaited<ReturnType<typeof openShop>>;
let till: Awaited<ReturnType<World["register"]>>["client"];
beforeAll(async () => {
  world = await startWorld();
  shop = await openShop(world);
  till = shop.owner.client;
});
afterAll(() => world.close());

const receipt = (receiptNumber: string, quantity: unknown = 1) => ({
  receiptNumber,
  lines: [{ barcode: "6901", quantity }],
});
const sales = () => `/shops/${shop.id}/sales`;

/** One of each part of the server that counts something. */
const METRICS = [
  "process_cpu_seconds_total",
  "tongdui_http_request_seconds",
  "tongdui_transaction_retries_total",
  "tongdui_lane_batch_items",
  "tongdui_lane_waiting",
  "tongdui_face_checks_total",
];

describe("a request body", () => {
  test("that is not JSON is refused as such", async () => {
    const answer = await till.post(sales(), undefined, { raw: "{" });
    expect(answer).toMatchObject({ status: 400, body: { code: "malformed_json" } });
    expect(answer.headers["content-type"]).toContain("application/problem+json");
  });

  test("gets every fault at once, each with its pointer", async () => {
    const answer = await till.post<{ errors: { pointer: string; code: string }[] }>(sales(), {
      receiptNumber: 7,
      colour: "red",
      lines: [{ barcode: "6901", quantity: 1.5 }, { barcode: "6901" }],
    });
    expect(answer).toMatchObject({ status: 422, body: { code: "invalid_request" } });
    const faults = answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`);
    expect(faults).toEqual(
      expect.arrayContaining([
        "/receiptNumber wrong_type",
        "/colour unknown_field",
        "/lines/0/quantity wrong_type",
        "/lines/1/quantity required",
      ]),
    );
  });

  test.each([
    ['"5"'],
    ["1.5"],
    ["1e-1"],
    ["1.00000000000000000001"],
    ["9007199254740992"],
    ["9007199254740993"],
    ["123456789012345678901234567890"],
    ["-1"],
    ["0"],
    ["null"],
    ["true"],
  ])("with %s for points is refused, and nothing is quoted", async (points) => {
    const person = await world.register("Number Tester");
    const raw = `{"shopId": "${shop.id}", "points": ${points}}`;
    const answer = await person.client.post("/me/conversion-quotes", undefined, { raw });
    expect(answer).toMatchObject({ status: 422, body: { code: "invalid_request" } });
  });

  test.each([["250"], ["250.0"], ["2.5e2"]])(
    "with %s for points is taken as 250",
    async (points) => {
      const person = await world.register("Number Tester");
      const raw = `{"shopId": "${shop.id}", "points": ${points}}`;
      const answer = await person.client.post("/me/conversion-quotes", undefined, { raw });
      expect(answer).toMatchObject({ status: 201, body: { pointsTaken: 234, pointsGiven: 7 } });
    },
  );

  test("over a mebibyte is too large", async () => {
    const answer = await till.post(sales(), { receiptNumber: "x".repeat(1_100_000), lines: [] });
    expect(answer).toMatchObject({ status: 413, body: { code: "too_large" } });
  });

  test("of another type is not taken", async () => {
    const answer = await till.post(sales(), undefined, {
      raw: "a=1",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(answer).toMatchObject({ status: 415, body: { code: "unsupported_media_type" } });
  });
});

describe("an idempotency key", () => {
  test("is required where points move", async () => {
    const answer = await till.post(sales(), receipt("I-0"), { key: null });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: "invalid_request", errors: [{ pointer: "/headers/idempotency-key" }] },
    });
  });

  test("used again with the same request gets the same bytes, and moves nothing", async () => {
    const buyer = await world.register("Buyer");
    const body = { ...receipt("I-1"), customerId: buyer.id };
    const first = await till.post(sales(), body, { key: "same" });
    const reordered = { customerId: buyer.id, lines: body.lines, receiptNumber: "I-1" };
    const second = await till.post(sales(), reordered, { key: "same" });
    expect(first.headers["idempotent-replayed"]).toBeUndefined();
    expect(second).toMatchObject({ status: 201, text: first.text });
    expect(second.headers["idempotent-replayed"]).toBe("true");
  });

  test("used for another request is refused", async () => {
    await till.post(sales(), receipt("I-2"), { key: "reused" });
    const answer = await till.post(sales(), receipt("I-3"), { key: "reused" });
    expect(answer).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
  });

  test("of one caller is not that of another", async () => {
    const other = await openShop(world, "Neighbour");
    const mine = await till.post(sales(), receipt("I-4"), { key: "shared" });
    const theirs = await other.owner.client.post(`/shops/${other.id}/sales`, receipt("I-4"), {
      key: "shared",
    });
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.text).not.toBe(mine.text);
  });

  test("sent many times at once moves points once, and everybody gets the first answer", async () => {
    const buyer = await world.register("Busy Buyer");
    const body = { ...receipt("I-5", 2), customerId: buyer.id };
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => till.post(sales(), body, { key: "storm" })),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers.filter((one) => one.headers["idempotent-replayed"] === undefined)).toHaveLength(
      1,
    );
    const wallet = await buyer.client.get("/me/wallet");
    expect(wallet.body).toMatchObject({ shops: [{ available: 3 }] });
  });

  test("of a request that was refused may be tried again", async () => {
    const unknown = { receiptNumber: "I-6", lines: [{ barcode: "7000", quantity: 1 }] };
    const refused = await till.post(sales(), unknown, { key: "again" });
    expect(refused).toMatchObject({ status: 422, body: { code: "unknown_product" } });
    await till.made(`/shops/${shop.id}/products`, { name: "New", barcode: "7000", price: 100 });
    expect(await till.post(sales(), unknown, { key: "again" })).toMatchObject({ status: 201 });
  });

  test.each(["", "x".repeat(256), "tab\there"])("like %j is not one", async (key) => {
    const answer = await till.post(sales(), receipt("I-7"), { key });
    expect(answer).toMatchObject({ status: 422, body: { code: "invalid_request" } });
  });
});

describe("who and from where", () => {
  test("a page of another site cannot act for a person", async () => {
    const origin = { origin: "https://evil.example" };
    const answer = await till.post(sales(), receipt("W-1"), { headers: origin });
    expect(answer).toMatchObject({ status: 403, body: { code: "foreign_origin" } });
    expect((await till.get("/me/wallet", { headers: origin })).status).toBe(200);
  });

  test("is settled before the body is looked at", async () => {
    const answer = await world.anonymous().post(sales(), undefined, { raw: "{" });
    expect(answer).toMatchObject({ status: 401, body: { code: "not_signed_in" } });
  });

  test("what does not exist is a problem document in the caller's language", async () => {
    const answer = await world
      .anonymous()
      .get("/nowhere", { headers: { "accept-language": "zh-CN" } });
    expect(answer).toMatchObject({ status: 404, body: { code: "not_found", title: "未找到" } });
  });
});

describe("lists", () => {
  test.each(["limit=0", "limit=101", "limit=x", "cursor=nonsense"])("refuse ?%s", async (query) => {
    const answer = await till.get(`/me/movements?${query}`);
    expect(answer).toMatchObject({ status: 422, body: { code: "invalid_request" } });
  });
});

describe("operations", () => {
  test("say that the server is alive, ready, and count for this machine only", async () => {
    const { http } = world.app;
    expect((await http.inject("/healthz")).statusCode).toBe(200);
    expect((await http.inject("/readyz")).json()).toEqual({ status: "ready" });
    const metrics = (await http.inject("/metrics")).body;
    for (const name of METRICS) expect(metrics).toContain(`# TYPE ${name} `);
    const stranger = { url: "/metrics", remoteAddress: "192.0.2.7" };
    expect((await http.inject(stranger)).statusCode).toBe(404);
    const forwarded = { url: "/metrics", headers: { "x-forwarded-for": "192.0.2.7" } };
    expect((await http.inject(forwarded)).statusCode).toBe(404);
  });

  test("describe the API as OpenAPI 3.1, every endpoint with its refusals", async () => {
    const document = (await world.app.http.inject("/api/openapi.json")).json();
    expect(document.openapi).toBe("3.1.0");
    const paths = world.app.endpoints.map(({ path }) => `/api/v1${path}`);
    expect(new Set(Object.keys(document.paths))).toEqual(new Set(paths));
    const conversion = document.paths["/api/v1/me/conversions"].post;
    expect(conversion.responses["403"].description).toContain("verification_required");
  });
});
