import { deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSeller, openShop, PASSWORD, startWorld, type World } from "./testing/world.ts";

// What a request is made of before its contents are looked at: bytes, encodings, origins, keys.

const MEBIBYTE = 1024 * 1024;

let world: World;
let shop: Awaited<ReturnType<typeof openShop>>;
let seller: Awaited<ReturnType<typeof openSeller>>;
let apiKey: string;
let sellerKey: string;
beforeAll(async () => {
  world = await startWorld();
  shop = await openShop(world);
  seller = await openSeller(world);
  const keyOf = (path: string, role: string) => ({ path, body: { name: "till", role } });
  const shopKey = keyOf(`/shops/${shop.id}/api-keys`, "cashier");
  apiKey = (await shop.owner.client.made<{ key: string }>(shopKey.path, shopKey.body)).key;
  const ofSeller = keyOf(`/sellers/${seller.id}/api-keys`, "staff");
  sellerKey = (await seller.owner.client.made<{ key: string }>(ofSeller.path, ofSeller.body)).key;
});
afterAll(() => world.close());

const sales = () => `/api/v1/shops/${shop.id}/sales`;
const receipt = (receiptNumber: string) =>
  `{"receiptNumber": "${receiptNumber}", "lines": [{"barcode": "6901", "quantity": 1}]}`;

let keys = 0;
async function post(url: string, payload: Buffer | string, headers: Record<string, string> = {}) {
  keys += 1;
  const answer = await world.app.http.inject({
    method: "POST",
    url,
    payload,
    headers: {
      authorization: `Bearer ${apiKey}`,
      "content-type": "application/json",
      "idempotency-key": `wire-${keys}`,
      ...headers,
    },
  });
  return {
    status: answer.statusCode,
    code: (answer.json() as { code?: string }).code,
    headers: answer.headers,
  };
}

describe("a body", () => {
  test("in GBK is refused, and its receipt can be sent again in UTF-8", async () => {
    const gbk = Buffer.from(receipt("\xca\xd5\xbe\xdd-1"), "latin1");
    expect(await post(sales(), gbk)).toMatchObject({ status: 400, code: "malformed_json" });
    const other = Buffer.from(receipt("\xbe\xdd\xca\xd5-1"), "latin1");
    expect(await post(sales(), other)).toMatchObject({ status: 400, code: "malformed_json" });
    const declared = { "content-type": "application/json; charset=gbk" };
    expect(await post(sales(), gbk, declared)).toMatchObject({
      status: 415,
      code: "unsupported_media_type",
    });
    expect(await post(sales(), receipt("收据-1"))).toMatchObject({ status: 201 });
  });

  test("with a byte order mark is read without it", async () => {
    expect(await post(sales(), `\ufeff${receipt("mark")}`)).toMatchObject({ status: 201 });
  });

  test.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
  ])("packed with %s is the same receipt as it is unpacked", async (encoding, pack) => {
    const body = receipt(`packed-${encoding}`);
    const packed = await post(sales(), pack(body), { "content-encoding": encoding });
    expect(packed).toMatchObject({ status: 201 });
    expect(await post(sales(), body)).toMatchObject({ status: 200 });
  });

  test("with an encoding that is not known is 415, a damaged one 400", async () => {
    const body = gzipSync(receipt("damaged"));
    expect(await post(sales(), body, { "content-encoding": "br" })).toMatchObject({ status: 415 });
    expect(await post(sales(), body, { "content-encoding": "gzip, gzip" })).toMatchObject({
      status: 415,
    });
    expect(await post(sales(), body.subarray(0, -3), { "content-encoding": "gzip" })).toMatchObject(
      { status: 400, code: "malformed_json" },
    );
  });

  test("that unpacks beyond its endpoint's limit is too large, for pictures too", async () => {
    const gzip = { "content-encoding": "gzip" };
    const spaces = gzipSync(Buffer.alloc(2 * MEBIBYTE, " "));
    expect(await post(sales(), spaces, gzip)).toMatchObject({ status: 413, code: "too_large" });
    const asSeller = { ...gzip, authorization: `Bearer ${sellerKey}` };
    const pictures = `/api/v1/sellers/${seller.id}/pictures`;
    expect(await post(pictures, spaces, asSeller)).toMatchObject({ code: "malformed_json" });
    const more = gzipSync(Buffer.alloc(9 * MEBIBYTE, " "));
    expect(await post(pictures, more, asSeller)).toMatchObject({ status: 413, code: "too_large" });
  });
});

const ORIGINS = ["null", "file://", "capacitor://localhost", "https://other.example"];

describe("an API key", () => {
  test.each(ORIGINS)(
    "works from the origin %s, and the page may read the answer",
    async (origin) => {
      const answer = await post(sales(), receipt(`from ${origin}`), { origin });
      expect(answer).toMatchObject({ status: 201 });
      expect(answer.headers["access-control-allow-origin"]).toBe("*");
      expect(answer.headers["access-control-allow-credentials"]).toBeUndefined();
      const refusal = await post(sales(), "{", { origin });
      expect(refusal).toMatchObject({ status: 400 });
      expect(refusal.headers["access-control-allow-origin"]).toBe("*");
      const unknown = await post(sales(), "{", { origin, authorization: "Bearer tdk_unknown" });
      expect(unknown).toMatchObject({ status: 401, code: "not_signed_in" });
      expect(unknown.headers["access-control-allow-origin"]).toBe("*");
    },
  );

  test.each([
    ["two spaces", (key: string) => `Bearer  ${key}`],
    ["a tab", (key: string) => `Bearer\t${key}`],
    ["lower case", (key: string) => `bearer ${key}`],
    ["upper case", (key: string) => `BEARER \t ${key}`],
    ["white space around it", (key: string) => ` \t Bearer ${key} \t `],
  ])("is read with %s", async (name, authorizationOf) => {
    const authorization = authorizationOf(apiKey);
    expect(await post(sales(), receipt(name), { authorization })).toMatchObject({ status: 201 });
  });

  test.each([["Bearer"], ["Bearer "], ["Bearer a b"], ["Bearer undefined"]])(
    "%j is none, and a cookie with it does not stand in",
    async (authorization) => {
      const { cookie } = await signedIn();
      const answer = await post(sales(), receipt("none"), { authorization, cookie });
      expect(answer).toMatchObject({ status: 401, code: "not_signed_in" });
    },
  );

  test("decides alone where a cookie comes with it", async () => {
    const { cookie, shopId } = await signedIn();
    const own = `/api/v1/shops/${shopId}/products`;
    const product = '{"name": "Tea", "price": 100}';
    expect(await post(own, product, { cookie })).toMatchObject({ status: 404, code: "not_found" });
    expect(await post("/api/v1/sessions/current", "{}", { cookie })).toMatchObject({ status: 404 });
    const origin = "https://other.example";
    expect(await post(sales(), receipt("both"), { cookie, origin })).toMatchObject({ status: 201 });
    const withCookie = { cookie, authorization: "Basic abc" };
    expect(await post(own, product, withCookie)).toMatchObject({ status: 201 });
  });
});

describe("a cookie", () => {
  test.each([...ORIGINS, "http://localhost:3001", "capacitor://localhost:3000", "garbage"])(
    "is no proof from the origin %s",
    async (origin) => {
      const { cookie, shopId } = await signedIn();
      const headers = { cookie, origin, authorization: "", host: "localhost:3000" };
      const answer = await post(`/api/v1/shops/${shopId}/products`, "{}", headers);
      expect(answer).toMatchObject({ status: 403, code: "foreign_origin" });
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    },
  );

  test("cannot be got from another origin either", async () => {
    const headers = { origin: "https://other.example", authorization: "" };
    const answer = await post("/api/v1/sessions", "{}", headers);
    expect(answer).toMatchObject({ status: 403, code: "foreign_origin" });
  });
});

describe("a preflight", () => {
  test.each(ORIGINS)("from %s is told what a request with a key may carry", async (origin) => {
    const answer = await world.app.http.inject({
      method: "OPTIONS",
      url: sales(),
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type,idempotency-key",
      },
    });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers).toMatchObject({ "access-control-allow-origin": "*" });
    expect(answer.headers["access-control-allow-methods"]).toContain("POST");
    for (const header of ["authorization", "content-type", "idempotency-key"]) {
      expect(answer.headers["access-control-allow-headers"]).toContain(header);
    }
    expect(answer.headers["access-control-allow-credentials"]).toBeUndefined();
  });
});

/** The owner of a shop of their own, and the cookie that proves it. */
async function signedIn() {
  const person = await world.register("Cookie Owner");
  const { id } = await person.client.made<{ id: string }>("/shops", { name: "Corner" });
  const answer = await world.app.http.inject({
    method: "POST",
    url: "/api/v1/sessions",
    payload: { login: person.login, password: PASSWORD },
  });
  const [session] = answer.cookies;
  return { cookie: `${session?.name}=${session?.value}`, shopId: id };
}
