import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Event } from "../platform/events/events.ts";
import { startWorld, type World } from "../testing/world.ts";
import type { ProductDetail, SellerProduct } from "./contract.ts";
import { offer, openStall, stockOf } from "./testing/street.ts";

let world: World;
const listed: string[] = [];
beforeAll(async () => {
  world = await startWorld();
  world.app.deps.events.subscribe(async (_, event: Event) => {
    if (event.kind === "product_listed") listed.push(event.productId);
  });
});
afterAll(() => world.close());

test("three fields are enough, and the rest has a sensible beginning", async () => {
  const seller = await openStall(world, "Three fields");
  const product = await offer(seller, { name: " 乌龙茶 ", points: 30, stock: 2 });
  expect(product).toMatchObject({
    name: "乌龙茶",
    description: "",
    category: "other",
    kind: "physical",
    points: 30,
    cash: 0,
    stock: 2,
    pictures: [],
    picture: null,
    status: "active",
    redeemable: true,
    reason: null,
  });
});

test.each([
  [{ name: " " }, "/name"],
  [{ points: 0 }, "/points"],
  [{ points: 1.5 }, "/points"],
  [{ stock: -1 }, "/stock"],
  [{ cash: -1 }, "/cash"],
  [{ kind: "service" }, "/kind"],
  [{ category: " " }, "/category"],
  [{ pictures: ["http://elsewhere.example/a.jpg"] }, "/pictures/0"],
  [{ price: 3 }, "/price"],
])("refuses %j", async (fields, pointer) => {
  const seller = await openStall(world, "Refused");
  const answer = await seller.client.post<{ code: string; errors: { pointer: string }[] }>(
    `/sellers/${seller.id}/products`,
    { name: "Tea", points: 1, stock: 1, ...fields },
  );
  expect(answer.status).toBe(422);
  expect(answer.body.errors.map((error) => error.pointer)).toContain(pointer);
});

test("a product is listed once in its life: when it is first shown", async () => {
  const seller = await openStall(world, "Listed once");
  const hidden = await offer(seller, { status: "hidden" });
  expect(listed).not.toContain(hidden.id);
  const path = `/sellers/${seller.id}/products/${hidden.id}`;
  for (const status of ["active", "hidden", "active"]) {
    expect((await seller.client.patch(path, { status })).status).toBe(200);
  }
  expect(listed.filter((id) => id === hidden.id)).toHaveLength(1);
});

test("what a waiting seller adds is seen and listed from the approval on", async () => {
  const seller = await openStall(world, "Waiting", { approved: false });
  const active = await offer(seller);
  const hidden = await offer(seller, { status: "hidden" });
  const page = () => world.anonymous().get(`/mall/products/${active.id}`);
  expect((await page()).status).toBe(404);
  expect(listed).not.toContain(active.id);
  await world.operator.client.made(`/operator/sellers/${seller.id}/approve`);
  expect((await page()).status).toBe(200);
  expect(listed.filter((id) => id === active.id)).toHaveLength(1);
  expect(listed).not.toContain(hidden.id);
});

test("products added while the approval happens are all listed, each once", async () => {
  const seller = await openStall(world, "At once", { approved: false });
  const [, ...products] = await Promise.all([
    world.operator.client.made(`/operator/sellers/${seller.id}/approve`),
    ...Array.from({ length: 6 }, () => offer(seller)),
  ]);
  for (const { id } of products) {
    expect(listed.filter((one) => one === id)).toHaveLength(1);
    expect((await world.anonymous().get(`/mall/products/${id}`)).status).toBe(200);
  }
});

test("a change touches what is given and nothing else", async () => {
  const seller = await openStall(world, "Changing");
  const before = await offer(seller, { description: "Spring", category: "tea", cash: 100 });
  const path = `/sellers/${seller.id}/products/${before.id}`;
  const after = await seller.client.patch<SellerProduct>(path, { points: 31, stock: 0 });
  expect(after.body).toEqual({
    ...before,
    points: 31,
    stock: 0,
    redeemable: false,
    reason: "out_of_stock",
  });
  const kind = await seller.client.patch(path, { kind: "voucher" });
  expect(kind.status).toBe(422);
});

test("another seller's product is not there", async () => {
  const [one, other] = [await openStall(world, "One"), await openStall(world, "Other")];
  const product = await offer(one);
  const path = `/sellers/${other.id}/products/${product.id}`;
  expect((await other.client.patch(path, { points: 1 })).status).toBe(404);
  const codes = await other.client.post(`${path}/voucher-codes`, { codes: ["A"] });
  expect(codes.status).toBe(404);
});

test("a seller reads its own products page by page, hidden ones too", async () => {
  const seller = await openStall(world, "Pages");
  const ids: string[] = [];
  for (const status of ["active", "hidden", "active"] as const) {
    world.clock.advanceSeconds(1);
    ids.unshift((await offer(seller, { status })).id);
  }
  type Page = { items: SellerProduct[]; nextCursor: string | null };
  const path = `/sellers/${seller.id}/products?limit=2`;
  const first = (await seller.client.get<Page>(path)).body;
  const second = (await seller.client.get<Page>(`${path}&cursor=${first.nextCursor}`)).body;
  expect([...first.items, ...second.items].map((item) => item.id)).toEqual(ids);
  expect(second.nextCursor).toBeNull();
  expect((await seller.client.get(`${path}&cursor=nonsense`)).status).toBe(422);
});

test("a picture is uploaded, shown and used", async () => {
  const seller = await openStall(world, "Pictures");
  const png = await sharp({ create: { width: 20, height: 10, channels: 3, background: "#fff" } })
    .png()
    .toBuffer();
  const path = `/sellers/${seller.id}/pictures`;
  const { url } = await seller.client.made<{ url: string }>(path, {
    image: png.toString("base64"),
  });
  expect(url).toMatch(/^\/pictures\/pic_[0-9a-z]{26}\.webp$/);
  const id = url.slice("/pictures/".length, -".webp".length);
  const content = await world.app.mall.readPicture(id);
  expect(await sharp(content ?? Buffer.alloc(0)).metadata()).toMatchObject({ format: "webp" });
  const product = await offer(seller, { pictures: [url] });
  const shown = await world.anonymous().get<ProductDetail>(`/mall/products/${product.id}`);
  expect(shown.body).toMatchObject({ picture: url, pictures: [url] });
  const thief = await openStall(world, "Thief");
  const taken = await thief.client.post(`/sellers/${thief.id}/products`, {
    name: "Mine",
    points: 1,
    stock: 1,
    pictures: [url],
  });
  expect(taken.status).toBe(422);
});

test("what is no picture is refused, and what is too large does not get that far", async () => {
  const seller = await openStall(world, "No pictures");
  const path = `/sellers/${seller.id}/pictures`;
  const bad = await seller.client.post<{ code: string }>(path, { image: "aGVsbG8=" });
  expect([bad.status, bad.body.code]).toEqual([422, "bad_picture"]);
  const large = await seller.client.post<{ code: string }>(path, {
    image: "A".repeat(8 * 1024 * 1024),
  });
  expect([large.status, large.body.code]).toEqual([413, "too_large"]);
  expect(await world.app.mall.readPicture("pic_nothing")).toBeNull();
});

test("the stock of a voucher is the number of its unused codes", async () => {
  const seller = await openStall(world, "Vouchers");
  const voucher = await offer(seller, { kind: "voucher", stock: 7 });
  expect(voucher).toMatchObject({ stock: 0, redeemable: false, reason: "out_of_stock" });
  const path = `/sellers/${seller.id}/products/${voucher.id}`;
  const add = (codes: string[]) => seller.client.post(`${path}/voucher-codes`, { codes });
  expect((await add(["A", "B", " A "])).body).toEqual({ added: 2, stock: 2 });
  expect((await add(["B", "C"])).body).toEqual({ added: 1, stock: 3 });
  expect((await seller.client.patch(path, { stock: 99 })).body).toMatchObject({ stock: 3 });
  const parcel = await offer(seller);
  const wrong = await seller.client.post(
    `/sellers/${seller.id}/products/${parcel.id}/voucher-codes`,
    { codes: ["A"] },
  );
  expect(wrong.status).toBe(422);
  expect(await stockOf(seller, parcel.id)).toBe(10);
});
