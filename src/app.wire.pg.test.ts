import { deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSeller, openShop, startWorld, type World } from "./testing/world.ts";

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
