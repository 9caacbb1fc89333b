import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorld, type World } from "../testing/world.ts";
import type { MallSeller, ProductCard, ProductDetail } from "./contract.ts";
import { customerWith, offer, openStall, orderOf, type Seller } from "./testing/street.ts";

let world: World;
let tea: Seller;
let books: Seller;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await startWorld();
  tea = await openStall(world, "云岭茶叶 Yunling Tea");
  books = await openStall(world, "Corner Books 街角书店");
  const add = async (seller: Seller, key: string, fields: Parameters<typeof offer>[1]) => {
    world.clock.advanceSeconds(1);
    ids[key] = (await offer(seller, fields)).id;
  };
  await add(tea, "oolong", { name: "安溪乌龙茶礼盒 Oolong Tea", points: 300, category: "tea" });
  await add(tea, "green", { name: "龙井绿茶", points: 200, category: "tea", stock: 0 });
  await add(tea, "cup", { name: "白瓷杯", description: "配乌龙茶正好", points: 80 });
  await add(books, "novel", {
    name: "The Plum in the Dragon's Well",
    points: 200,
    category: "books",
  });
  await add(books, "draft", { name: "Oolong, a draft", status: "hidden" });
});
afterAll(() => world.close());

type Page = { items: ProductCard[]; nextCursor: string | null };

async function find(query: Record<string, string>): Promise<string[]> {
  const answer = await world.anonymous().get<Page>(`/mall/products?${new URLSearchParams(query)}`);
  expect(answer.status).toBe(200);
  const names = new Map(Object.entries(ids).map(([key, id]) => [id, key]));
  return answer.body.items.map((item) => names.get(item.id) ?? item.id);
}

test.each([
  ["乌龙", ["cup", "oolong"]],
  ["乌龙茶", ["cup", "oolong"]],
  ["茶", ["cup", "green", "oolong"]],
  ["oolong tea", ["oolong"]],
  ["OOL", ["oolong"]],
  ["ｏｏｌｏｎｇ 乌龙", ["oolong"]],
  ["礼盒乌龙茶", ["oolong"]],
  ["云岭", ["cup", "green", "oolong"]],
  ["yunling ool", ["oolong"]],
  ["corner", ["novel"]],
  ["dragon's", ["novel"]],
  ["wulong", ["oolong"]],
  ["烏龍茶", ["cup", "oolong"]],
  ["dragon’s", ["novel"]],
  ["龙乌", []],
  ["coffee", []],
  ["!!!", []],
  ["'); --", []],
  ["  ", ["novel", "cup", "green", "oolong"]],
])("a search for %j finds %j", async (q, expected) => {
  expect(await find({ q })).toEqual(expected);
});

test.each(["newest", "points_asc", "points_desc", "popular"])(
  "a search sorted by %s gives the same in pages of one as in one page",
  async (sort) => {
    const whole = await find({ q: "茶", sort });
    expect(whole).toHaveLength(3);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ q: "茶", sort, limit: "1", ...(cursor && { cursor }) });
      const page: { body: Page } = await world.anonymous().get<Page>(`/mall/products?${query}`);
      paged.push(...page.body.items.map(({ id }) => id));
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(whole.map((key) => ids[key]));
  },
);

test.each([
  [{ category: "tea" }, ["green", "oolong"]],
  [{ category: "tea", inStock: "true" }, ["oolong"]],
  [{ maxPoints: "200" }, ["novel", "cup", "green"]],
  [{ sort: "points_asc" }, ["cup", "green", "novel", "oolong"]],
  [{ sort: "points_desc" }, ["oolong", "novel", "green", "cup"]],
  [{ sort: "newest", q: "茶", maxPoints: "250" }, ["cup", "green"]],
] as [Record<string, string>, string[]][])("the filter %j leaves %j", async (query, expected) => {
  expect(await find(query)).toEqual(expected);
});

test("one seller's shelf holds what it shows", async () => {
  expect(await find({ sellerId: books.id })).toEqual(["novel"]);
  expect(await find({ sellerId: "sel_nobody" })).toEqual([]);
});

test.each(["newest", "points_asc", "points_desc", "popular"])(
  "page by page, sorted %s, nothing is met twice or left out",
  async (sort) => {
    const all = (await world.anonymous().get<Page>(`/mall/products?sort=${sort}`)).body.items;
    const seen: ProductCard[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const next: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const path = `/mall/products?sort=${sort}&limit=1${next}`;
      const page: Page = (await world.anonymous().get<Page>(path)).body;
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(all);
    expect(all).toHaveLength(4);
  },
);

test("a cursor of another order is refused", async () => {
  const page = (await world.anonymous().get<Page>("/mall/products?sort=points_asc&limit=1")).body;
  const path = `/mall/products?sort=newest&cursor=${page.nextCursor}`;
  expect((await world.anonymous().get(path)).status).toBe(422);
});

test("products that an older version indexed are found once the job has indexed them again", async () => {
  await world.database.execute(
    "update mall_product set search_version = 0, search_words = ''::tsvector where id = any($1::text[])",
    [[ids.cup ?? "", ids.oolong ?? ""]],
  );
  expect(await find({ q: "烏龍" })).toEqual([]);
  expect(await world.app.mall.indexOutdated()).toBe(2);
  expect(await find({ q: "烏龍" })).toEqual(["cup", "oolong"]);
  expect(await world.app.mall.indexOutdated()).toBe(0);
});

test("what is ordered more is more popular", async () => {
  const customer = await customerWith(world, 500);
  await orderOf(customer, ids.novel ?? "", 2);
  expect((await find({ sort: "popular" }))[0]).toBe("novel");
});

test("a product without stock can be seen, not redeemed, and says why", async () => {
  const page = await world.anonymous().get<ProductDetail>(`/mall/products/${ids.green}`);
  expect(page.body).toMatchObject({ redeemable: false, reason: "out_of_stock", stock: 0 });
});

test("a hidden product and one that never was are not there", async () => {
  expect((await world.anonymous().get(`/mall/products/${ids.draft}`)).status).toBe(404);
  expect((await world.anonymous().get("/mall/products/prd_nothing")).status).toBe(404);
});

test("every category is counted, empty ones too", async () => {
  const page = await world
    .anonymous()
    .get<{ items: { key: string; count: number }[] }>("/mall/categories");
  const counts = Object.fromEntries(page.body.items.map((item) => [item.key, item.count]));
  expect(counts).toMatchObject({ tea: 2, books: 1, other: 1, digital: 0 });
  expect(page.body.items).toHaveLength(10);
});

test("a suspended seller leaves the shelf; its pages say so; and it comes back", async () => {
  const act = (what: string) =>
    world.operator.client.made(`/operator/sellers/${books.id}/${what}`, { reason: "test" });
  const seller = () => world.anonymous().get<MallSeller>(`/mall/sellers/${books.id}`);
  await act("suspend");
  expect(await find({})).toEqual(["cup", "green", "oolong"]);
  const page = await world.anonymous().get<ProductDetail>(`/mall/products/${ids.novel}`);
  expect(page.body).toMatchObject({ redeemable: false, reason: "seller_suspended" });
  expect((await seller()).body).toMatchObject({ status: "suspended", productCount: 0 });
  await act("approve");
  expect(await find({ sellerId: books.id })).toEqual(["novel"]);
  expect((await seller()).body).toMatchObject({ status: "approved", productCount: 1 });
});

test("a renamed seller's products are found by the new name, new ones too", async () => {
  const stall = await openStall(world, "Old Lantern");
  const before = await offer(stall, { name: "Lamp" });
  const [, during] = await Promise.all([
    stall.client.patch(`/sellers/${stall.id}`, { name: "新灯笼" }),
    offer(stall, { name: "Wick" }),
  ]);
  expect((await find({ q: "灯笼" })).sort()).toEqual([before.id, during.id].sort());
  expect(await find({ q: "lantern" })).toEqual([]);
  expect(await find({ q: "灯笼 lam" })).toEqual([before.id]);
  for (const { id } of [before, during]) {
    await stall.client.patch(`/sellers/${stall.id}/products/${id}`, { status: "hidden" });
  }
});

test("only approved sellers are listed, the newest first", async () => {
  const waiting = await openStall(world, "Waiting", { approved: false });
  await offer(waiting);
  const page = await world.anonymous().get<{ items: MallSeller[] }>("/mall/sellers");
  const listed = page.body.items.map((seller) => seller.id);
  expect(listed).toEqual(expect.arrayContaining([books.id, tea.id]));
  expect(listed).not.toContain(waiting.id);
  expect(listed).toEqual([...listed].sort().reverse());
  expect((await world.anonymous().get(`/mall/sellers/${waiting.id}`)).status).toBe(404);
});

test("a seller that was turned down was never here", async () => {
  const seller = await openStall(world, "Turned down", { approved: false });
  const product = await offer(seller);
  await world.operator.client.made(`/operator/sellers/${seller.id}/suspend`, { reason: "no" });
  expect((await world.anonymous().get(`/mall/sellers/${seller.id}`)).status).toBe(404);
  expect((await world.anonymous().get(`/mall/products/${product.id}`)).status).toBe(404);
});

test("the statements of the shelf can use its indexes", async () => {
  const plan = await world.database.transaction(async (sql) => {
    await sql.execute("set local enable_seqscan = off");
    return sql.query<{ "QUERY PLAN": string }>(
      "explain select id from mall_product where is_shown and search_words @@ '''乌龙'''::tsquery",
    );
  });
  expect(plan.map((row) => row["QUERY PLAN"]).join("\n")).toContain("mall_product_search");
});
