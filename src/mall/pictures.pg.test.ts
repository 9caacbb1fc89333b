import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorld, type World } from "../testing/world.ts";
import {
  customerWith,
  DAY_SECONDS,
  offer,
  openStall,
  orderOf,
  type Seller,
} from "./testing/street.ts";

let world: World;
let image: string;
beforeAll(async () => {
  world = await startWorld();
  const white = { width: 2, height: 2, channels: 3, background: "white" } as const;
  image = (await sharp({ create: white }).png().toBuffer()).toString("base64");
});
afterAll(() => world.close());

type Problem = { code: string };
const upload = (seller: Seller) =>
  seller.client.post<Problem & { url: string }>(`/sellers/${seller.id}/pictures`, { image });
const isThere = async (url: string) =>
  (await world.app.http.inject({ method: "GET", url })).statusCode === 200;

test("a seller that waits for approval keeps a few pictures, also when it sends many at once", async () => {
  const seller = await openStall(world, "Waits", { approved: false });
  for (let count = 0; count < 18; count += 1) expect((await upload(seller)).status).toBe(201);
  const answers = await Promise.all(Array.from({ length: 6 }, () => upload(seller)));
  const codes = answers.map(({ status, body }) => (status === 201 ? "made" : body.code)).sort();
  expect(codes.filter((code) => code === "made")).toHaveLength(2);
  expect(codes.filter((code) => code === "limit_reached")).toHaveLength(4);
  await world.operator.client.made(`/operator/sellers/${seller.id}/approve`);
  expect((await upload(seller)).status).toBe(201);
});

test("a suspended seller uploads nothing", async () => {
  const seller = await openStall(world, "Suspended");
  await world.operator.client.made(`/operator/sellers/${seller.id}/suspend`);
  const refused = await upload(seller);
  expect([refused.status, refused.body.code]).toEqual([409, "seller_suspended"]);
});

test("a picture that nothing shows goes after a week; a product's and an order's stay", async () => {
  const seller = await openStall(world, "Tidy");
  const [unused = "", shown = "", ordered = ""] = [
    await upload(seller),
    await upload(seller),
    await upload(seller),
  ].map(({ body }) => body.url);
  await offer(seller, { pictures: [shown] });
  const tea = await offer(seller, { points: 1, pictures: [ordered] });
  await orderOf(await customerWith(world, 10), tea.id);
  await seller.client.patch(`/sellers/${seller.id}/products/${tea.id}`, { pictures: [] });
  world.clock.advanceSeconds(7 * DAY_SECONDS);
  const young = (await upload(seller)).body.url;
  world.clock.advanceSeconds(1);
  expect(await world.app.mall.forgetUnusedPictures()).toBeGreaterThan(0);
  expect(await Promise.all([unused, shown, ordered, young].map(isThere))).toEqual([
    false,
    true,
    true,
    true,
  ]);
  expect(await world.app.mall.forgetUnusedPictures()).toBe(0);
});
