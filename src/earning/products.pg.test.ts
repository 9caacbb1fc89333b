import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTill, type Till } from "./testing/open-till.ts";

let till: Till;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till.close());

const add = (body: object, shop = "shop_a") =>
  till.call(`manager@${shop}`, `POST /shops/${shop}/products`, body);

describe("a product", () => {
  test("is added, and listed as it was answered", async () => {
    const added = await add({
      name: " 牛肉面 ",
      barcode: "6901",
      category: "noodles",
      price: 1800,
    });
    expect(added).toMatchObject({
      status: 201,
      body: { name: "牛肉面", barcode: "6901", category: "noodles", price: 1800, status: "active" },
    });
    const listed = await till.call("cashier@shop_a", "GET /shops/shop_a/products?barcode=6901");
    expect(listed.body).toEqual({ items: [added.body], nextCursor: null });
  });

  test("needs neither barcode nor category", async () => {
    expect(await add({ name: "Tea", price: 0 })).toMatchObject({
      status: 201,
      body: { barcode: null, category: null },
    });
    expect((await add({ name: "Tea too", barcode: null, price: 0 })).status).toBe(201);
  });

  test("keeps what a change does not name, and loses what it sets to null", async () => {
    const { body } = await add({ name: "Latte", barcode: "7000", category: "coffee", price: 2800 });
    const path = `PATCH /shops/shop_a/products/${body.id}` as const;
    const changed = await till.call("owner@shop_a", path, { price: 3000, category: null });
    expect(changed).toMatchObject({
      status: 200,
      body: { ...body, price: 3000, category: null },
    });
    expect(
      (await till.call("owner@shop_b", path.replace("shop_a", "shop_b") as typeof path, {})).status,
    ).toBe(404);
  });

  test("of another shop is not found", async () => {
    const { body } = await add({ name: "Bun", price: 300 });
    const foreign = await till.call("owner@shop_b", `PATCH /shops/shop_a/products/${body.id}`, {});
    expect(foreign).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  test.each([
    ["no name", { price: 1 }, "/name"],
    ["a blank name", { name: "  ", price: 1 }, "/name"],
    ["a price below 0", { name: "x", price: -1 }, "/price"],
    ["half a fen", { name: "x", price: 0.5 }, "/price"],
    ["an unknown field", { name: "x", price: 1, stock: 3 }, "/stock"],
  ])("is refused with %s", async (_, body, pointer) => {
    expect(await add(body)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});

describe("a barcode", () => {
  test("is one active product's in its shop", async () => {
    const first = await add({ name: "One", barcode: "8000", price: 1 });
    expect(await add({ name: "Two", barcode: "8000", price: 1 })).toMatchObject({
      status: 409,
      body: { code: "barcode_in_use" },
    });
    expect((await add({ name: "Elsewhere", barcode: "8000", price: 1 }, "shop_b")).status).toBe(
      201,
    );
    const path = `PATCH /shops/shop_a/products/${first.body.id}` as const;
    expect((await till.call("owner@shop_a", path, { status: "archived" })).body.status).toBe(
      "archived",
    );
    expect((await add({ name: "Heir", barcode: "8000", price: 1 })).status).toBe(201);
    const back = await till.call("owner@shop_a", path, { status: "active" });
    expect(back).toMatchObject({ status: 409, body: { code: "barcode_in_use" } });
  });

  test("asked for by many at once is given once", async () => {
    const asked = Array.from({ length: 8 }, () => add({ name: "Race", barcode: "8001", price: 1 }));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(7);
  });
});

describe("the list", () => {
  const names = async (query: string) => {
    const { body } = await till.call("cashier@shop_b", `GET /shops/shop_b/products${query}`);
    return body.items.map((item: { name: string }) => item.name);
  };

  test("finds part of a name or category in either language, and the start of a barcode", async () => {
    await add({ name: "桂花乌龙 Osmanthus Oolong", barcode: "9100", price: 1 }, "shop_b");
    await add({ name: "100% juice_", category: "果汁", barcode: "9200", price: 1 }, "shop_b");
    expect(await names("?q=oolong")).toEqual(["桂花乌龙 Osmanthus Oolong"]);
    expect(await names(`?q=${encodeURIComponent("桂花")}`)).toEqual(["桂花乌龙 Osmanthus Oolong"]);
    expect(await names(`?q=${encodeURIComponent("果汁")}`)).toEqual(["100% juice_"]);
    expect(await names("?q=92")).toEqual(["100% juice_"]);
    expect(await names(`?q=${encodeURIComponent("%")}`)).toEqual(["100% juice_"]);
    expect(await names("?q=_")).toEqual(["100% juice_"]);
    expect(await names(`?q=${encodeURIComponent("\\")}`)).toEqual([]);
  });

  test("comes in pages, newest first, each product once", async () => {
    const whole = await names("?limit=100");
    const paged: string[] = [];
    let cursor = "";
    do {
      const path = `GET /shops/shop_b/products?limit=2${cursor}` as const;
      const { body } = await till.call("owner@shop_b", path);
      paged.push(...body.items.map((item: { name: string }) => item.name));
      cursor = body.nextCursor === null ? "" : `&cursor=${body.nextCursor}`;
    } while (cursor !== "");
    expect(paged).toEqual(whole);
    const bad = await till.call("owner@shop_b", "GET /shops/shop_b/products?cursor=nonsense");
    expect(bad).toMatchObject({ status: 422, body: { errors: [{ pointer: "/query/cursor" }] } });
  });
});
