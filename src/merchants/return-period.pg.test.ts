import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hire, type Mall, openMall } from "./testing/open-mall.ts";

let mall: Mall;
let shopId: string;
beforeAll(async () => {
  mall = await openMall();
  const applied = await mall.call("cus_lin", "POST /shops", { name: "竹里茶坊" });
  shopId = String(applied.body.id);
  await hire(mall, { at: `/shops/${shopId}`, accountId: "cus_wang", role: "manager" });
});
afterAll(() => mall.close());

const read = async () => (await mall.call("cus_lin", `GET /shops/${shopId}`)).body;
const change = (body: object, as = "cus_lin") => mall.call(as, `PATCH /shops/${shopId}`, body);

describe("the return period of a shop", () => {
  test("is the mall's until the shop has one of its own, and again after that", async () => {
    expect(await read()).toMatchObject({ returnDays: null, mallReturnDays: 0 });
    await mall.call("stf_admin", "PUT /operator/policies", { saleReturnDays: 7 });
    expect(await read()).toMatchObject({ returnDays: null, mallReturnDays: 7 });
    const own = await change({ returnDays: 14 });
    expect(own).toMatchObject({ status: 200, body: { returnDays: 14, mallReturnDays: 7 } });
    expect(await mall.merchants.shop(mall.database, shopId)).toMatchObject({ returnDays: 14 });
    expect((await change({ name: "竹里" })).body).toMatchObject({ returnDays: 14 });
    expect((await change({ returnDays: null })).body).toMatchObject({ returnDays: null });
  });

  test("may be none although the mall has one", async () => {
    expect((await change({ returnDays: 0 })).body).toMatchObject({ returnDays: 0 });
  });

  test("is a manager's to change; what the shop looks like is not", async () => {
    expect((await change({ returnDays: 3 }, "cus_wang")).body).toMatchObject({ returnDays: 3 });
    const both = await change({ returnDays: 4, name: "王家" }, "cus_wang");
    expect(both).toMatchObject({ status: 403, body: { code: "not_allowed" } });
    expect(await read()).toMatchObject({ returnDays: 3 });
    expect((await change({ returnDays: 5 }, "cus_zhao")).status).toBe(404);
  });

  test.each([
    ["a day before", -1],
    ["longer than a year", 366],
    ["half a day", 0.5],
    ["a word", "seven"],
  ])("of %s is refused", async (_, returnDays) => {
    const { status, body } = await change({ returnDays });
    const pointers = (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect([status, ...new Set(pointers)]).toEqual([422, "/returnDays"]);
  });

  test("is nothing that a seller has", async () => {
    const applied = await mall.call("cus_lin", "POST /sellers", { name: "竹器铺" });
    const path = `/sellers/${String(applied.body.id)}`;
    const refused = await mall.call("cus_lin", `PATCH ${path}`, { returnDays: 7 });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: "/returnDays" }] } });
    expect((await mall.call("cus_lin", `GET ${path}`)).body).not.toHaveProperty("returnDays");
  });
});
