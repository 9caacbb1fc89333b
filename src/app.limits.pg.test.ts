import { afterAll, beforeAll, expect, test } from "vitest";
import { openSeller, openShop, startWorld, type World } from "./testing/world.ts";

// What one account or organisation may pile up. The rows before the last are made in the database.

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

test("a shop has 50,000 products at most", async () => {
  const shop = await openShop(world, "Supermarket");
  await world.database.execute(
    `insert into shop_product (id, shop_id, name, price, status, created_at)
     select 'prd_many_' || n, $1, 'Thing', 1, 'archived', now() from generate_series(1, 49998) n`,
    [shop.id],
  );
  const add = () =>
    shop.owner.client.post<{ code: string }>(`/shops/${shop.id}/products`, {
      name: "One more",
      price: 1,
    });
  expect((await add()).status).toBe(201);
  const refused = await add();
  expect([refused.status, refused.body.code]).toEqual([409, "limit_reached"]);
});

test("a shop has 10,000 versions of rules at most", async () => {
  const shop = await openShop(world, "Rules");
  await world.database.execute(
    `insert into reward_rule (id, shop_id, kind, parameters, created_at, created_by, ended_at)
     select 'rul_many_' || n, $1, 'per_unit', '{"points":1}', now(), 'cus_1', now()
     from generate_series(1, 9998) n`,
    [shop.id],
  );
  const rule = { scope: {}, kind: "per_unit", parameters: { points: 1 } };
  const add = () =>
    shop.owner.client.post<{ code: string }>(`/shops/${shop.id}/reward-rules`, rule);
  expect((await add()).status).toBe(201);
  const refused = await add();
  expect([refused.status, refused.body.code]).toEqual([409, "limit_reached"]);
});

test("a seller has 10,000 products at most", async () => {
  const seller = await openSeller(world, "Bazaar");
  await world.database.execute(
    `insert into mall_product (id, seller_id, name, description, category, kind, points, cash, stock,
       pictures, status, seller_is_approved, created_at, search_words)
     select 'prd_copy_' || n, $1, 'Tea', '', 'tea', 'physical', 5, 0, 0, '{}', 'hidden', true, now(), ''
     from generate_series(1, 9999) n`,
    [seller.id],
  );
  const refused = await seller.owner.client.post<{ code: string }>(
    `/sellers/${seller.id}/products`,
    { name: "One more", category: "tea", points: 5, stock: 1, kind: "physical" },
  );
  expect([refused.status, refused.body.code]).toEqual([409, "limit_reached"]);
});

test("a person has twenty passkeys at most", async () => {
  const { id, client } = await world.register("Many keys");
  await world.database.execute(
    `insert into passkey (id, account_id, credential_id, public_key, counter, transports, name, created_at)
     select 'pky_many_' || n, $1, 'credential_' || n, '', 0, '{}', 'Key', now()
     from generate_series(1, 19) n`,
    [id],
  );
  // One more way to prove who one is needs the verified window.
  const soon =
    "update session set verified_until = $2, verified_by = 'passkey' where account_id = $1";
  await world.database.execute(soon, [id, new Date(world.clock.now() + 60_000).toISOString()]);
  const start = () => client.post<{ code: string }>("/me/passkeys/registration");
  expect((await start()).status).toBe(200);
  await world.database.execute(
    `insert into passkey (id, account_id, credential_id, public_key, counter, transports, name, created_at)
     values ('pky_last', $1, 'credential_20', '', 0, '{}', 'Key', now())`,
    [id],
  );
  const refused = await start();
  expect([refused.status, refused.body.code]).toEqual([409, "limit_reached"]);
});

test("of a customer's member codes the ten newest are good", async () => {
  const shop = await openShop(world, "Codes");
  const { client } = await world.register("Impatient");
  const codes: string[] = [];
  for (let count = 0; count < 12; count += 1) {
    codes.push((await client.get<{ code: string }>("/me/member-code")).body.code);
    world.clock.advanceSeconds(1);
  }
  const found: boolean[] = [];
  for (const memberCode of codes) {
    const path = `/shops/${shop.id}/members/lookup`;
    found.push((await shop.owner.client.post(path, { memberCode })).status === 200);
  }
  expect(found).toEqual([false, false, ...Array(10).fill(true)]);
});

test("a person has a hundred sessions at most; signing in ends the one unused for longest", async () => {
  const { id, login, client } = await world.register("Everywhere");
  await world.database.execute(
    `insert into session (id, account_id, handle_hash, token_hash, created_at, token_issued_at)
     select 'ses_many_' || n, $1, sha256(n::text::bytea), '', $2, $2 from generate_series(1, 99) n`,
    [id, new Date(world.clock.now() + 1000).toISOString()],
  );
  expect((await client.get("/sessions/current")).status).toBe(200);
  const elsewhere = world.anonymous();
  await elsewhere.made("/sessions", { login, password: "a quiet street at noon" });
  expect((await elsewhere.get("/sessions/current")).status).toBe(200);
  expect((await client.get("/sessions/current")).status).toBe(401);
  const sessions = await world.database.query("select 1 from session where account_id = $1", [id]);
  expect(sessions).toHaveLength(100);
});
