import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addSeconds, toRfc3339 } from "../kernel/clock.ts";
import { ratio } from "../kernel/ratio.ts";
import { openStreet, type Street } from "./exchange-server.fixture.ts";

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(() => street.close());

const path = (shopId: string, more = "") => `/shops/${shopId}/exchange-ratio${more}`;
const publish = (shopId: string, body: object, as = "owner") =>
  street.call("POST", path(shopId), { as, body });
const inForce = (shopId: string) => street.call("GET", path(shopId), { as: "cashier" });

describe("publishing a ratio", () => {
  test("appends a version, in force at once, with its defaults", async () => {
    const shopId = await street.openShop();
    const answer = await publish(shopId, { shopPoints: 50, mallPoints: 2, dailyCapPoints: 500 });
    const now = toRfc3339(street.clock.now());
    const expected = {
      version: 2,
      shopPoints: 50,
      mallPoints: 2,
      minimumPoints: 0,
      dailyCapPoints: 500,
      validFrom: now,
      createdAt: now,
    };
    expect(answer).toMatchObject({ status: 201, body: expected });
    expect((await inForce(shopId)).body).toEqual(expected);
  });

  test("for later holds from then on, and not before", async () => {
    const shopId = await street.openShop();
    const validFrom = toRfc3339(addSeconds(street.clock.now(), 60));
    await publish(shopId, { shopPoints: 10, mallPoints: 1, validFrom });
    await publish(shopId, { shopPoints: 20, mallPoints: 1 });
    expect((await inForce(shopId)).body.version).toBe(3);
    street.clock.advanceSeconds(60);
    expect((await inForce(shopId)).body.version).toBe(2);
  });

  test("twice for the same moment lets the later version win", async () => {
    const shopId = await street.openShop();
    const validFrom = toRfc3339(addSeconds(street.clock.now(), 60));
    await publish(shopId, { shopPoints: 10, mallPoints: 1, validFrom });
    await publish(shopId, { shopPoints: 20, mallPoints: 1, validFrom });
    street.clock.advanceSeconds(60);
    expect((await inForce(shopId)).body.version).toBe(3);
  });

  test("by twenty at once gives twenty versions without a gap", async () => {
    const shopId = await street.openShop();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => publish(shopId, { shopPoints: 7, mallPoints: 1 })),
    );
    const versions = answers.map(({ body }) => body.version).sort((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
  });

  test("outside the guard rails is refused, names them, and changes nothing", async () => {
    const shopId = await street.openShop();
    const before = street.policies.current;
    street.policies.current = { ...before, ratioMaximum: ratio(10n, 1n) };
    const answer = await publish(shopId, { shopPoints: 9, mallPoints: 1 });
    street.policies.current = before;
    expect(answer).toMatchObject({ status: 422, body: { code: "ratio_out_of_bounds" } });
    expect(answer.body.detail).toContain("1000000:1 to 10:1");
    expect((await inForce(shopId)).body.version).toBe(1);
  });

  test.each([
    ["a side of zero", { shopPoints: 0, mallPoints: 1 }, "/shopPoints"],
    ["a fraction", { shopPoints: 1, mallPoints: 1.5 }, "/mallPoints"],
    ["an unknown field", { shopPoints: 1, mallPoints: 1, fee: 1 }, "/fee"],
    ["no moment", { shopPoints: 1, mallPoints: 1, validFrom: "soon" }, "/validFrom"],
    [
      "a year too far",
      { shopPoints: 1, mallPoints: 1, validFrom: "9999-12-31T23:59:59-14:00" },
      "/validFrom",
    ],
  ])("with %s is refused with its pointer", async (_, body, pointer) => {
    const shopId = await street.openShop();
    const answer = await publish(shopId, body);
    expect(answer).toMatchObject({ status: 422, body: { code: "invalid_request" } });
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });

  test("is for the owner alone", async () => {
    const shopId = await street.openShop();
    const answer = await publish(shopId, { shopPoints: 1, mallPoints: 1 }, "manager");
    expect(answer.body.code).toBe("not_allowed");
  });
});

test("versions are listed newest first, page by page, and a foreign cursor is refused", async () => {
  const shopId = await street.openShop();
  await publish(shopId, { shopPoints: 10, mallPoints: 1 });
  await publish(shopId, { shopPoints: 20, mallPoints: 1 });
  const pageAt = (query: string) =>
    street.call("GET", path(shopId, `/versions?limit=2${query}`), { as: "manager" });
  const first = (await pageAt("")).body;
  expect(first.items.map((one: { version: number }) => one.version)).toEqual([3, 2]);
  const second = (await pageAt(`&cursor=${first.nextCursor}`)).body;
  expect(second).toMatchObject({ items: [{ version: 1 }], nextCursor: null });
  const foreign = Buffer.from('["x"]').toString("base64url");
  expect((await pageAt(`&cursor=${foreign}`)).body.code).toBe("invalid_request");
});

describe("what it costs", () => {
  const preview = (shopId: string, body: object) =>
    street.call("POST", path(shopId, "/preview"), { as: "owner", body });

  test("before anything was converted there is no pace", async () => {
    const shopId = await street.openShop();
    const answer = await preview(shopId, { shopPoints: 100, mallPoints: 3 });
    expect(answer).toMatchObject({
      status: 200,
      body: { costOfThousandFen: 60, lastThirtyDaysFen: 0, poolLastsDays: null },
    });
  });

  test("the last 30 days at the new ratio, and how long the pool lasts at that pace", async () => {
    const shopId = await street.openShop({ pool: 1_000n });
    const customerId = await street.customerWith(shopId, 1_000n);
    await street.convert(customerId, await street.quote(customerId, shopId, 1_000));
    const body = { costOfThousandFen: 200, lastThirtyDaysFen: 200, poolLastsDays: 141 };
    expect(await preview(shopId, { shopPoints: 10, mallPoints: 1 })).toMatchObject({ body });
    street.clock.advanceSeconds(30 * 86_400);
    expect((await preview(shopId, { shopPoints: 10, mallPoints: 1 })).body).toMatchObject({
      lastThirtyDaysFen: 0,
      poolLastsDays: null,
    });
  });

  test("a ratio that could not be published has no price", async () => {
    const shopId = await street.openShop();
    const answer = await preview(shopId, { shopPoints: 1, mallPoints: 1_000_001 });
    expect(answer.body.code).toBe("ratio_out_of_bounds");
  });
});

test("the summary tells what was awarded and what became of it", async () => {
  const shopId = await street.openShop({ pool: 1_000n });
  const customerId = await street.customerWith(shopId, 1_000n);
  await street.convert(customerId, await street.quote(customerId, shopId, 250));
  const answer = await street.call("GET", `/shops/${shopId}/summary`, { as: "manager" });
  expect(answer.body).toEqual({
    awarded: 1_000,
    converted: 234,
    outstanding: 766,
    poolBalance: 986,
    poolLastsDays: 2_112,
    convertedLately: 234,
    paidLately: 14,
    salesToday: 2,
    pointsToday: 9,
  });
});
