import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTill, type Till } from "./testing/open-till.ts";

let till: Till;
let noodles: string;
beforeAll(async () => {
  till = await openTill();
  const added = await till.call("owner@shop_a", "POST /shops/shop_a/products", {
    name: "Noodles",
    category: "hot",
    price: 1800,
  });
  noodles = added.body.id;
});
afterAll(() => till.close());
beforeEach(() => till.clock.advanceSeconds(60));

const add = (body: object) => till.call("owner@shop_a", "POST /shops/shop_a/reward-rules", body);
const standing = async () =>
  (await till.call("owner@shop_a", "GET /shops/shop_a/reward-rules?limit=100")).body.items;
const end = (id: string) => till.call("owner@shop_a", `DELETE /shops/shop_a/reward-rules/${id}`);
const bundles = (...pairs: [quantity: number, points: number][]) => ({
  kind: "bundles",
  parameters: { bundles: pairs.map(([quantity, points]) => ({ quantity, points })) },
});
const preview = async (quantity: number, more: object = {}) => {
  const lines = [{ productId: noodles, quantity }];
  const path = "POST /shops/shop_a/reward-rules/preview";
  return till.call("cashier@shop_a", path, { lines, ...more });
};

describe("a rule", () => {
  test("is answered and listed as it was written, without edits", async () => {
    const added = await add({ scope: { productId: noodles }, ...bundles([1, 1], [2, 3]) });
    expect(added).toMatchObject({
      status: 201,
      body: {
        scope: { productId: noodles },
        kind: "bundles",
        startsAt: null,
        endsAt: null,
        warnings: [],
      },
    });
    expect(await standing()).toContainEqual(added.body);
    await end(added.body.id);
  });

  test("that splitting beats is taken, with the example in the caller's language", async () => {
    const rule = { scope: {}, ...bundles([1, 2], [2, 3]) };
    const headers = { "accept-language": "zh-CN" };
    const path = "POST /shops/shop_a/reward-rules";
    const added = await till.call("owner@shop_a", path, rule, headers);
    expect(added.body.warnings).toEqual([
      { code: "splitting_pays_more", detail: "2 件按 1 + 1 计得 4 分，多于表中的 3 分。" },
    ]);
    await end(added.body.id);
  });

  test("that gives less for more is refused with the example", async () => {
    expect(await add({ scope: {}, ...bundles([2, 3], [5, 2]) })).toMatchObject({
      status: 422,
      body: {
        code: "rule_not_monotone",
        detail: "5 pieces would earn 2 points, but 2 earn 3.",
      },
    });
  });

  const perUnit = { kind: "per_unit", parameters: { points: 1 } };
  test.each([
    ["an unknown kind", { scope: {}, kind: "lottery", parameters: {} }, "/kind"],
    [
      "a kind of later",
      { scope: {}, kind: "per_spend", parameters: { amount: 1, points: 1 } },
      "/kind",
    ],
    ["no scope", perUnit, "/scope"],
    ["no points", { scope: {}, kind: "per_unit", parameters: {} }, "/parameters/points"],
    [
      "half a point",
      { scope: {}, kind: "per_unit", parameters: { points: 0.5 } },
      "/parameters/points",
    ],
    [
      "a stray parameter",
      { scope: {}, kind: "per_unit", parameters: { points: 1, x: 1 } },
      "/parameters/x",
    ],
    ["an empty table", { scope: {}, ...bundles() }, "/parameters/bundles"],
    ["quantity 0", { scope: {}, ...bundles([0, 1]) }, "/parameters/bundles/0/quantity"],
    ["quantity 101", { scope: {}, ...bundles([1, 1], [101, 5]) }, "/parameters/bundles/1/quantity"],
    [
      "a quantity twice",
      { scope: {}, ...bundles([1, 1], [1, 2]) },
      "/parameters/bundles/1/quantity",
    ],
    ["two scopes", { ...perUnit, scope: { productId: "x", category: "y" } }, "/scope/category"],
    ["a foreign product", { ...perUnit, scope: { productId: "prd_other" } }, "/scope/productId"],
    [
      "an end before its start",
      {
        ...perUnit,
        scope: {},
        startsAt: "2026-05-01T00:00:00.000Z",
        endsAt: "2026-04-01T00:00:00.000Z",
      },
      "/endsAt",
    ],
  ])("is refused with %s", async (_, body, pointer) => {
    expect(await add(body)).toMatchObject({
      status: 422,
      body: { code: "invalid_request", errors: [expect.objectContaining({ pointer })] },
    });
  });

  test("that is ended leaves the list, and ending it again is nothing", async () => {
    const { body } = await add({ scope: {}, ...perUnit });
    expect((await end(body.id)).status).toBe(204);
    expect((await end(body.id)).status).toBe(204);
    expect(await standing()).not.toContainEqual(expect.objectContaining({ id: body.id }));
    const foreign = await till.call("owner@shop_b", `DELETE /shops/shop_b/reward-rules/${body.id}`);
    expect(foreign.status).toBe(404);
  });
});

describe("a preview", () => {
  test("says what a basket would earn, and why, in both languages", async () => {
    const { body: rule } = await add({ scope: { category: "hot" }, ...bundles([1, 1], [2, 3]) });
    const previewed = await preview(5);
    expect(previewed).toMatchObject({
      status: 200,
      body: {
        points: 7,
        lines: [
          { points: 7, ruleIds: [rule.id], because: "2 × “2 for 3 points” + 1 × “1 for 1 point”" },
        ],
      },
    });
    const lines = [{ productId: noodles, quantity: 5 }];
    const path = "POST /shops/shop_a/reward-rules/preview";
    const chinese = await till.call(
      "owner@shop_a",
      path,
      { lines },
      { "accept-language": "zh-CN" },
    );
    expect(chinese.body.lines[0].because).toBe("2 ×「2 件 3 分」 + 1 ×「1 件 1 分」");
    await end(rule.id);
  });

  test("can look at another time", async () => {
    const startsAt = "2026-06-01T00:00:00.000Z";
    const { body } = await add({
      scope: {},
      kind: "per_unit",
      parameters: { points: 4 },
      startsAt,
    });
    expect((await preview(1)).body.points).toBe(0);
    expect((await preview(1, { at: "2026-06-02T00:00:00+08:00" })).body.points).toBe(4);
    await end(body.id);
  });

  test("without a rule earns nothing and says so", async () => {
    expect((await preview(1)).body).toEqual({
      points: 0,
      lines: [{ points: 0, ruleIds: [], because: "No reward rule applies" }],
    });
  });

  test("refuses a product of another shop, and points beyond the wire", async () => {
    const lines = [{ productId: "prd_other", quantity: 1 }];
    const path = "POST /shops/shop_a/reward-rules/preview";
    expect(await till.call("owner@shop_a", path, { lines })).toMatchObject({
      status: 422,
      body: { code: "unknown_product", errors: [{ pointer: "/lines/0/productId" }] },
    });
    const most = { scope: {}, kind: "per_unit", parameters: { points: 1_000_000_000 } };
    const { body } = await add(most);
    const many = Array.from({ length: 10 }, () => ({ productId: noodles, quantity: 1_000_000 }));
    expect((await till.call("owner@shop_a", path, { lines: many })).body.code).toBe(
      "amount_out_of_range",
    );
    await end(body.id);
  });
});

test("the kinds are described for whoever draws their forms", async () => {
  const { body } = await till.call(null, "GET /reward-rule-kinds");
  expect(body.items.map((item: { kind: string }) => item.kind)).toEqual(["per_unit", "bundles"]);
  expect(body.items[0]).toMatchObject({
    label: "Points per unit",
    parameters: { properties: { points: { minimum: 0 } } },
  });
});
