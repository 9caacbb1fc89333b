import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client } from "./testing/client.ts";
import { hire, openSeller, openShop, startWorld, type World } from "./testing/world.ts";

// Every endpoint × every role × own or foreign. The table below is written by hand, not derived from
// the endpoints: a change of who may call what has to be made twice, once here, on purpose.

const CALLERS = [
  "nobody",
  "customer",
  "shop owner",
  "shop manager",
  "shop cashier",
  "shop key",
  "other shop's owner",
  "seller owner",
  "seller staff",
  "seller key",
  "other seller's owner",
  "admin",
  "finance",
  "support",
] as const;
type CallerName = (typeof CALLERS)[number];

const PEOPLE = CALLERS.filter((name) => !["nobody", "shop key", "seller key"].includes(name));
const OPERATORS: readonly CallerName[] = ["admin", "finance", "support"];
const ADMIN: readonly CallerName[] = ["admin"];
const FINANCE: readonly CallerName[] = ["admin", "finance"];
const SHOP_OWNER: readonly CallerName[] = ["shop owner"];
const SHOP_DESK: readonly CallerName[] = ["shop owner", "shop manager"];
const TILL: readonly CallerName[] = [...SHOP_DESK, "shop cashier", "shop key"];
const SELLER_OWNER: readonly CallerName[] = ["seller owner"];
const SELLER_DESK: readonly CallerName[] = ["seller owner", "seller staff", "seller key"];

/** Who passes the door. What the endpoint says to them then is its own tests' matter. */
const TABLE: Readonly<Record<string, readonly CallerName[]>> = {
  "POST /customers": CALLERS,
  "POST /sessions": CALLERS,
  "POST /sessions/face": CALLERS,
  "GET /sessions/current": PEOPLE,
  "DELETE /sessions/current": PEOPLE,
  "GET /face": CALLERS,
  "GET /face/consent": CALLERS,
  "POST /face/challenges": CALLERS,
  "GET /me/face": PEOPLE,
  "PUT /me/face": PEOPLE,
  "DELETE /me/face": PEOPLE,
  "POST /me/verifications/face": PEOPLE,
  "GET /me/verifications": PEOPLE,
  "GET /me/notifications": PEOPLE,
  "POST /me/notifications/read": PEOPLE,
  "POST /me/notifications/{notificationId}/read": PEOPLE,
  "POST /me/passkeys/registration": PEOPLE,
  "POST /me/passkeys/registration/finish": PEOPLE,
  "POST /me/verifications/passkey": PEOPLE,
  "POST /me/verifications/passkey/finish": PEOPLE,
  "GET /me/passkeys": PEOPLE,
  "DELETE /me/passkeys/{passkeyId}": PEOPLE,
  "GET /me/invitations": PEOPLE,
  "POST /me/invitations/{invitationId}/accept": PEOPLE,
  "POST /me/invitations/{invitationId}/decline": PEOPLE,
  "DELETE /me/memberships/{organisationId}": PEOPLE,
  "POST /shops": PEOPLE,
  "GET /shops/{shopId}": [...TILL, ...OPERATORS],
  "PATCH /shops/{shopId}": SHOP_DESK,
  "GET /shops/{shopId}/staff": SHOP_OWNER,
  "POST /shops/{shopId}/staff": SHOP_OWNER,
  "DELETE /shops/{shopId}/staff/{accountId}": SHOP_OWNER,
  "GET /shops/{shopId}/invitations": SHOP_OWNER,
  "DELETE /shops/{shopId}/invitations/{invitationId}": SHOP_OWNER,
  "GET /shops/{shopId}/api-keys": SHOP_OWNER,
  "POST /shops/{shopId}/api-keys": SHOP_OWNER,
  "DELETE /shops/{shopId}/api-keys/{keyId}": SHOP_OWNER,
  "GET /shops/{shopId}/pool": [...SHOP_DESK, ...OPERATORS],
  "POST /shops/{shopId}/pool/deposits": FINANCE,
  "POST /sellers": PEOPLE,
  "GET /sellers/{sellerId}": [...SELLER_DESK, ...OPERATORS],
  "PATCH /sellers/{sellerId}": SELLER_OWNER,
  "GET /sellers/{sellerId}/staff": SELLER_OWNER,
  "POST /sellers/{sellerId}/staff": SELLER_OWNER,
  "DELETE /sellers/{sellerId}/staff/{accountId}": SELLER_OWNER,
  "GET /sellers/{sellerId}/invitations": SELLER_OWNER,
  "DELETE /sellers/{sellerId}/invitations/{invitationId}": SELLER_OWNER,
  "GET /sellers/{sellerId}/api-keys": SELLER_OWNER,
  "POST /sellers/{sellerId}/api-keys": SELLER_OWNER,
  "DELETE /sellers/{sellerId}/api-keys/{keyId}": SELLER_OWNER,
  "GET /operator/shops": OPERATORS,
  "GET /operator/sellers": OPERATORS,
  "POST /operator/shops/{shopId}/approve": ADMIN,
  "POST /operator/shops/{shopId}/suspend": ADMIN,
  "POST /operator/sellers/{sellerId}/approve": ADMIN,
  "POST /operator/sellers/{sellerId}/suspend": ADMIN,
  "GET /operator/policies": OPERATORS,
  "PUT /operator/policies": ADMIN,
  "GET /operator/overview": OPERATORS,
  "GET /operator/log": OPERATORS,
  "GET /operator/text-clashes": OPERATORS,
  "GET /operator/audit": OPERATORS,
  "POST /operator/incentive-programmes": ADMIN,
  "GET /operator/incentive-programmes": OPERATORS,
  "GET /shops/{shopId}/products": TILL,
  "POST /shops/{shopId}/products": SHOP_DESK,
  "PATCH /shops/{shopId}/products/{productId}": SHOP_DESK,
  "GET /reward-rule-kinds": CALLERS,
  "GET /shops/{shopId}/reward-rules": SHOP_DESK,
  "POST /shops/{shopId}/reward-rules": SHOP_DESK,
  "DELETE /shops/{shopId}/reward-rules/{ruleId}": SHOP_DESK,
  "POST /shops/{shopId}/reward-rules/preview": TILL,
  "POST /shops/{shopId}/sales": TILL,
  "POST /shops/{shopId}/sales/batch": TILL,
  "POST /shops/{shopId}/sales/{saleId}/refunds": TILL,
  "GET /shops/{shopId}/sales": TILL,
  "GET /shops/{shopId}/sales/{saleId}": TILL,
  "POST /shops/{shopId}/members/lookup": TILL,
  "POST /shops/{shopId}/exchange-ratio": SHOP_OWNER,
  "GET /shops/{shopId}/exchange-ratio": TILL,
  "GET /shops/{shopId}/exchange-ratio/versions": SHOP_DESK,
  "POST /shops/{shopId}/exchange-ratio/preview": SHOP_DESK,
  "GET /shops/{shopId}/summary": SHOP_DESK,
  "GET /me/receipts/{saleId}": PEOPLE,
  "GET /me/member-code": PEOPLE,
  "GET /me/wallet": PEOPLE,
  "GET /me/movements": PEOPLE,
  "POST /me/conversion-quotes": PEOPLE,
  "POST /me/conversions": PEOPLE,
  "GET /mall/products": CALLERS,
  "GET /mall/products/{productId}": CALLERS,
  "GET /mall/sellers": CALLERS,
  "GET /mall/sellers/{sellerId}": CALLERS,
  "GET /mall/categories": CALLERS,
  "GET /sellers/{sellerId}/products": SELLER_DESK,
  "POST /sellers/{sellerId}/products": SELLER_DESK,
  "PATCH /sellers/{sellerId}/products/{productId}": SELLER_DESK,
  "POST /sellers/{sellerId}/pictures": SELLER_DESK,
  "POST /sellers/{sellerId}/products/{productId}/voucher-codes": SELLER_DESK,
  "GET /me/addresses": PEOPLE,
  "POST /me/addresses": PEOPLE,
  "DELETE /me/addresses/{addressId}": PEOPLE,
  "POST /me/orders": PEOPLE,
  "GET /me/orders": PEOPLE,
  "GET /me/orders/{orderId}": PEOPLE,
  "POST /me/orders/{orderId}/cancel": PEOPLE,
  "POST /me/orders/{orderId}/confirm": PEOPLE,
  "GET /sellers/{sellerId}/orders": SELLER_DESK,
  "GET /sellers/{sellerId}/orders/{orderId}": SELLER_DESK,
  "POST /sellers/{sellerId}/orders/{orderId}/accept": SELLER_DESK,
  "POST /sellers/{sellerId}/orders/{orderId}/ship": SELLER_DESK,
  "POST /sellers/{sellerId}/orders/{orderId}/deliver": SELLER_DESK,
  "POST /sellers/{sellerId}/orders/{orderId}/cancel": SELLER_DESK,
  "GET /sellers/{sellerId}/incentives": [...SELLER_DESK, ...OPERATORS],
};

let world: World;
let callers: Map<CallerName, Client>;
let ids: Record<string, string>;

beforeAll(async () => {
  world = await startWorld();
  const shop = await openShop(world);
  const seller = await openSeller(world);
  const other = {
    shop: await openShop(world, "Other"),
    seller: await openSeller(world, "Elsewhere"),
  };
  const hired = async (at: string, role: string) => {
    const { client } = at.startsWith("/shops") ? shop.owner : seller.owner;
    return (await hire(world, { owner: client, at, role })).client;
  };
  const keyOf = async (owner: Client, path: string, role: string) =>
    world.withApiKey((await owner.made<{ key: string }>(path, { name: "Key", role })).key);
  callers = new Map<CallerName, Client>([
    ["nobody", world.anonymous()],
    ["customer", (await world.register("Customer")).client],
    ["shop owner", shop.owner.client],
    ["shop manager", await hired(`/shops/${shop.id}`, "manager")],
    ["shop cashier", await hired(`/shops/${shop.id}`, "cashier")],
    ["shop key", await keyOf(shop.owner.client, `/shops/${shop.id}/api-keys`, "cashier")],
    ["other shop's owner", other.shop.owner.client],
    ["seller owner", seller.owner.client],
    ["seller staff", await hired(`/sellers/${seller.id}`, "staff")],
    ["seller key", await keyOf(seller.owner.client, `/sellers/${seller.id}/api-keys`, "staff")],
    ["other seller's owner", other.seller.owner.client],
    ["admin", world.operator.client],
    ["finance", (await world.registerOperator("finance")).client],
    ["support", (await world.registerOperator("support")).client],
  ]);
  ids = { shopId: shop.id, sellerId: seller.id };
});
afterAll(() => world.close());

/** A path with the organisation's real id, and ids that name nothing for everything else. */
const concrete = (path: string) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `none_${name}`);

/** A body no schema takes: whoever passes the door is told so, or that the thing is not there, and nothing happens. */
const NONSENSE = { "no such field": true };

describe("the table", () => {
  test("has a line for every endpoint, and no other", () => {
    const endpoints = world.app.endpoints.map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(TABLE).sort()).toEqual(endpoints.sort());
  });
});

describe.each(Object.entries(TABLE))("%s", (line, allowed) => {
  const [method = "", path = ""] = line.split(" ");

  test.each(CALLERS)("as %s", async (name) => {
    const client = callers.get(name);
    if (!client) throw new Error(`${name} is missing`);
    if (line === "DELETE /sessions/current" && allowed.includes(name)) {
      // Signing out would end the session that the other lines need.
      const session = await client.get("/sessions/current");
      expect(session.status).toBe(200);
      return;
    }
    const body = method === "GET" || method === "DELETE" ? undefined : NONSENSE;
    const answer = await client.call<{ code: string } | null>(
      method as "GET",
      concrete(path),
      body,
      {
        key: null,
      },
    );
    const code = answer.body?.code ?? "";
    const refusedAtDoor = ["not_signed_in", "not_allowed"].includes(code);
    if (allowed.includes(name)) {
      expect(refusedAtDoor, `${answer.status} ${code}`).toBe(false);
      return;
    }
    expect([401, 403, 404], `${answer.status} ${code}`).toContain(answer.status);
    expect(["not_signed_in", "not_allowed", "not_found"]).toContain(code);
    if (name === "nobody") expect(code).toBe("not_signed_in");
    // What is somebody else's does not even exist.
    if (name.startsWith("other ") && /^\/(shops|sellers)\//.test(path))
      expect(code).toBe("not_found");
  });
});
