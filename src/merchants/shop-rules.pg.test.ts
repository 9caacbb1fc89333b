import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hire, type Mall, openMall } from "./testing/open-mall.ts";

let mall: Mall;
let shopId: string;
beforeAll(async () => {
  mall = await openMall();
  const applied = await mall.call("cus_lin", "POST /shops", { name: "竹里茶坊" });
  shopId = String(applied.body.id);
  await hire(mall, { at: `/shops/${shopId}`, accountId: "cus_wang", role: "manager" });
  await hire(mall, { at: `/shops/${shopId}`, accountId: "cus_zhao", role: "cashier" });
});
afterAll(() => mall.close());

const read = async () => (await mall.call("cus_lin", `GET /shops/${shopId}`)).body;
const change = (body: object, as = "cus_lin") => mall.call(as, `PATCH /shops/${shopId}`, body);
const setPolicies = (body: object, as = "stf_admin") =>
  mall.call(as, "PUT /operator/policies", body);
const faultsOf = ({ errors }: Record<string, unknown>) =>
  (errors as { pointer: string; code: string }[]).map(({ pointer, code }) => `${pointer} ${code}`);
const lastLog = async () => {
  const { body } = await mall.call("stf_admin", "GET /operator/log");
  return (body.items as Record<string, unknown>[])[0];
};

const UNKNOWN = ["Mars/Phobos", "+08:00", "GMT+8", "Beijing"];

describe("the rules of a shop", () => {
  test("are the mall's until it has its own, and again after that", async () => {
    expect(await read()).toMatchObject({
      timeZone: null,
      mallTimeZone: "Asia/Shanghai",
      expiry: null,
      mallExpiry: { kind: "days", days: 365 },
      receiptNumbers: "once",
    });
    const own = {
      timeZone: "America/New_York",
      expiry: { kind: "days", days: 90 },
      receiptNumbers: "daily",
    };
    expect(await change(own)).toMatchObject({ status: 200, body: own });
    expect(await read()).toMatchObject({ ...own, mallTimeZone: "Asia/Shanghai" });
    expect((await change({ name: "竹里" })).body).toMatchObject({ ...own, name: "竹里" });
    const none = { timeZone: null, expiry: null, receiptNumbers: "once" };
    expect((await change(none)).body).toMatchObject(none);
  });

  test("reach those who sell and convert", async () => {
    const asked = {
      timeZone: " asia/kathmandu ",
      expiry: { kind: "days", days: 30 },
      receiptNumbers: "daily",
    };
    expect((await change(asked)).body).toMatchObject({ timeZone: "Asia/Kathmandu" });
    expect(await mall.merchants.shop(mall.database, shopId)).toMatchObject({
      timeZone: "Asia/Kathmandu",
      timeZoneChange: { since: mall.clock.now() },
      pointsExpireDays: 30,
      receiptNumbers: "daily",
    });
    await change({ receiptNumbers: "once" });
    expect(await mall.merchants.shop(mall.database, shopId)).toMatchObject({
      receiptNumbers: "once",
      receiptNumbersWereDaily: true,
    });
  });

  test("are a manager's to change, not a cashier's", async () => {
    const zone = { timeZone: "Asia/Tokyo" };
    expect((await change(zone, "cus_wang")).body).toMatchObject(zone);
    expect(await change({ timeZone: null }, "cus_zhao")).toMatchObject({ status: 403 });
    expect((await read()).timeZone).toBe("Asia/Tokyo");
  });

  test("are in the log, with who changed what", async () => {
    await change({ timeZone: "Europe/Paris", receiptNumbers: "daily", returnDays: 3 }, "cus_wang");
    expect(await lastLog()).toMatchObject({
      action: "shop_rules_changed",
      about: shopId,
      by: "cus_wang",
      byName: "王芳",
      changes: [
        { name: "returnDays", before: "mall", after: "3" },
        { name: "timeZone", before: "Asia/Tokyo", after: "Europe/Paris" },
        { name: "receiptNumbers", before: "once", after: "daily" },
      ],
    });
    const before = await lastLog();
    await change({ timeZone: "Europe/Paris", colour: "#112233" });
    expect(await lastLog()).toEqual(before);
  });

  test.each(UNKNOWN)("have no time zone %j, and nothing else is changed then", async (timeZone) => {
    const refused = await change({ timeZone, receiptNumbers: "once" });
    expect(refused.status).toBe(422);
    expect(faultsOf(refused.body)).toEqual(["/timeZone unknown_time_zone"]);
    expect(await read()).toMatchObject({ timeZone: "Europe/Paris", receiptNumbers: "daily" });
  });

  test.each([
    [{ expiry: { kind: "days", days: 0 } }, "/expiry"],
    [{ expiry: { kind: "days", days: 1.5 } }, "/expiry"],
    [{ expiry: { kind: "moons", days: 1 } }, "/expiry"],
    [{ receiptNumbers: "hourly" }, "/receiptNumbers"],
    [{ timeZone: 8 }, "/timeZone"],
  ])("of the wrong form are refused: %j", async (body, pointer) => {
    const refused = await change(body);
    expect(refused.status).toBe(422);
    expect(faultsOf(refused.body).every((fault) => fault.startsWith(pointer))).toBe(true);
  });

  test("are nothing that a seller has", async () => {
    const applied = await mall.call("cus_lin", "POST /sellers", { name: "竹器铺" });
    const path = `PATCH /sellers/${String(applied.body.id)}` as const;
    for (const [name, value] of [
      ["timeZone", "Asia/Tokyo"],
      ["receiptNumbers", "daily"],
      ["expiry", { kind: "days", days: 3 }],
    ] as const) {
      const refused = await mall.call("cus_lin", path, { [name]: value });
      expect(faultsOf(refused.body)).toEqual([`/${name} unknown_field`]);
    }
  });
});

describe("the mall's time zone and days of grace", () => {
  test("are changed by a version of the policies, which the log names", async () => {
    const { body } = await mall.call("stf_support", "GET /operator/policies");
    expect(body).toMatchObject({ timeZone: "Asia/Shanghai", graceDays: 14 });
    const changed = await setPolicies({ timeZone: "america/new_york", graceDays: 7 });
    expect(changed.body).toMatchObject({
      version: Number(body.version) + 1,
      timeZone: "America/New_York",
      graceDays: 7,
    });
    expect(changed.body).not.toHaveProperty("timeZoneChange");
    expect(await lastLog()).toMatchObject({
      action: "policies_changed",
      changes: [
        { name: "timeZone", before: "Asia/Shanghai", after: "America/New_York" },
        { name: "graceDays", before: "14", after: "7" },
      ],
    });
    expect(await mall.merchants.policies(mall.database)).toMatchObject({
      timeZoneChange: { since: mall.clock.now() },
    });
    expect((await read()).mallTimeZone).toBe("America/New_York");
    const other = await setPolicies({ conversionFeeBasisPoints: 5 });
    expect(other.body).toMatchObject({ timeZone: "America/New_York", graceDays: 7 });
  });

  test.each(UNKNOWN)("are refused with a time zone %j", async (timeZone) => {
    const refused = await setPolicies({ timeZone, graceDays: 3 });
    expect(refused.status).toBe(422);
    expect(faultsOf(refused.body)).toEqual(["/timeZone unknown_time_zone"]);
    const { body } = await mall.call("stf_admin", "GET /operator/policies");
    expect(body).toMatchObject({ graceDays: 7 });
  });

  test.each([0, 366, 1.5])("are refused with %d days of grace", async (graceDays) => {
    const refused = await setPolicies({ graceDays });
    expect(refused.status).toBe(422);
    expect(faultsOf(refused.body).every((fault) => fault.startsWith("/graceDays"))).toBe(true);
  });
});
