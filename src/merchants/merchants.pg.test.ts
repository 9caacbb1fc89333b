import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hire, type Mall, openMall } from "./testing/open-mall.ts";

let mall: Mall;
beforeAll(async () => {
  mall = await openMall();
});
beforeEach(() => mall.clearQueue());
afterAll(() => mall.close());

const SIDES = [
  { kind: "shop", path: "/shops" },
  { kind: "seller", path: "/sellers" },
] as const;

async function apply(path: string, as = "cus_lin"): Promise<string> {
  const applied = await mall.call(as, `POST ${path}`, { name: "竹里茶坊" });
  expect(applied.status).toBe(201);
  return String(applied.body.id);
}

describe.each(SIDES)("applying as a $kind", ({ kind, path }) => {
  test("makes it pending, and the caller its owner", async () => {
    const applied = await mall.call("cus_lin", `POST ${path}`, {
      name: "  竹里茶坊 ",
      description: "手作茶点",
      colour: "#0F766E",
    });
    expect(applied).toMatchObject({
      status: 201,
      body: {
        name: "竹里茶坊",
        status: "pending",
        description: "手作茶点",
        colour: "#0f766e",
        createdAt: "2026-03-01T08:00:00.000Z",
      },
    });
    const id = String(applied.body.id);
    const read = await mall.call("cus_lin", `GET ${path}/${id}`);
    expect(read).toMatchObject({ status: 200, body: applied.body });
    expect(await mall.merchants.membershipsOf(mall.database, "cus_lin")).toContainEqual({
      organisationId: id,
      organisationName: "竹里茶坊",
      kind,
      role: "owner",
      status: "pending",
    });
  });

  test("may be done several times by one person", async () => {
    const ids = [await apply(path, "cus_zhao"), await apply(path, "cus_zhao")];
    const memberships = await mall.merchants.membershipsOf(mall.database, "cus_zhao");
    const owned = memberships.map(({ organisationId }) => organisationId);
    expect(owned).toEqual(expect.arrayContaining(ids));
  });

  test("without a colour gets one", async () => {
    const id = await apply(path);
    const read = await mall.call("cus_lin", `GET ${path}/${id}`);
    expect(read.body).toMatchObject({
      colour: expect.stringMatching(/^#[0-9a-f]{6}$/),
      description: null,
    });
  });

  test.each([
    ["no name", {}, "/name"],
    ["a blank name", { name: " \n " }, "/name"],
    ["61 characters", { name: "茶".repeat(61) }, "/name"],
    ["a colour by its name", { name: "茶", colour: "red" }, "/colour"],
    ["an unknown field", { name: "茶", status: "approved" }, "/status"],
    ["a zero character", { name: "茶\u0000" }, "/name"],
    ["half a surrogate pair", { name: "茶", description: "\ud83c" }, "/description"],
  ])("is refused with %s", async (_, body, pointer) => {
    const refused = await mall.call("cus_lin", `POST ${path}`, body);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  test("takes 60 characters of any language", async () => {
    const applied = await mall.call("cus_lin", `POST ${path}`, { name: "🍵".repeat(60) });
    expect(applied.status).toBe(201);
  });

  test("needs a person who has signed in", async () => {
    const refused = await mall.call(null, `POST ${path}`, { name: "茶" });
    expect(refused).toMatchObject({ status: 401, body: { code: "not_signed_in" } });
  });

  test("reads as not found to others, even when it exists", async () => {
    const id = await apply(path);
    const foreign = await mall.call("cus_wang", `GET ${path}/${id}`);
    const missing = await mall.call("cus_wang", `GET ${path}/${kind}_nowhere`);
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    expect(foreign.body.code).toBe(missing.body.code);
  });

  test("is read by the operator; a missing one is not found", async () => {
    const id = await apply(path);
    expect((await mall.call("stf_support", `GET ${path}/${id}`)).status).toBe(200);
    expect((await mall.call("stf_support", `GET ${path}/${kind}_nowhere`)).status).toBe(404);
    expect((await mall.call("stf_support", `GET ${path}/a%00b`)).status).toBe(404);
  });
});

describe.each(SIDES)("changing a $kind", ({ path }) => {
  test("changes what is named and leaves the rest", async () => {
    const id = await apply(path);
    const named = await mall.call("cus_lin", `PATCH ${path}/${id}`, { name: "竹里" });
    expect(named).toMatchObject({ status: 200, body: { id, name: "竹里", description: null } });
    await mall.call("cus_lin", `PATCH ${path}/${id}`, { description: "茶", colour: "#123ABC" });
    const read = await mall.call("cus_lin", `GET ${path}/${id}`);
    expect(read.body).toMatchObject({ name: "竹里", description: "茶", colour: "#123abc" });
    await mall.call("cus_lin", `PATCH ${path}/${id}`, { description: " " });
    const cleared = await mall.call("cus_lin", `GET ${path}/${id}`);
    expect(cleared.body).toMatchObject({ name: "竹里", description: null });
  });

  test("is the owner's alone", async () => {
    const id = await apply(path);
    const role = path === "/shops" ? "manager" : "staff";
    await hire(mall, { at: `${path}/${id}`, accountId: "cus_wang", role });
    const change = { name: "别的名字" };
    const asStaff = await mall.call("cus_wang", `PATCH ${path}/${id}`, change);
    const asOperator = await mall.call("stf_admin", `PATCH ${path}/${id}`, change);
    const asStranger = await mall.call("cus_zhao", `PATCH ${path}/${id}`, change);
    expect([asStaff.status, asOperator.status, asStranger.status]).toEqual([403, 404, 404]);
    expect((await mall.call("cus_lin", `GET ${path}/${id}`)).body.name).toBe("竹里茶坊");
  });
});

describe("facts for other modules", () => {
  test("name a shop among shops and a seller among sellers only", async () => {
    const shopId = await apply("/shops");
    const sellerId = await apply("/sellers");
    const { merchants, database } = mall;
    expect(await merchants.shop(database, shopId)).toMatchObject({ id: shopId, status: "pending" });
    expect(await merchants.shop(database, sellerId)).toBeNull();
    expect(await merchants.seller(database, sellerId)).toMatchObject({ name: "竹里茶坊" });
    expect(await merchants.seller(database, shopId)).toBeNull();
    const ids = [shopId, sellerId, "shop_nowhere"];
    expect([...(await merchants.shops(database, ids)).keys()]).toEqual([shopId]);
    expect([...(await merchants.sellers(database, ids)).keys()]).toEqual([sellerId]);
    expect(await merchants.shops(database, [])).toEqual(new Map());
  });

  test("list every role of an account, operator included", async () => {
    const shopId = await apply("/shops", "stf_finance");
    const memberships = await mall.merchants.membershipsOf(mall.database, "stf_finance");
    expect(memberships).toEqual([
      {
        organisationId: "mall",
        organisationName: expect.any(String),
        kind: "operator",
        role: "finance",
        status: "approved",
      },
      {
        organisationId: shopId,
        organisationName: "竹里茶坊",
        kind: "shop",
        role: "owner",
        status: "pending",
      },
    ]);
    expect(await mall.merchants.membershipsOf(mall.database, "cus_nobody")).toEqual([]);
  });

  test("an operator has one role, and may be given another", async () => {
    const { merchants, database } = mall;
    await merchants.addOperator(database, { accountId: "stf_new", role: "support" });
    await merchants.addOperator(database, { accountId: "stf_new", role: "admin" });
    const memberships = await merchants.membershipsOf(database, "stf_new");
    expect(memberships.map(({ role }) => role)).toEqual(["admin"]);
  });
});
