import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "../db/database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/postgres.ts";
import { readFactVersion } from "./fact-version.store.ts";

let scratch: TestDatabase;
let database: Database;
beforeAll(async () => {
  scratch = await createTestDatabase();
  database = openDatabase(scratch.url);
  await database.execute(ADD_SHOP);
  await database.execute(ADD_PRODUCT);
});
afterAll(async () => {
  await database.close();
  await scratch.drop();
});

const ADD_SHOP = `insert into merchant (id, kind, name, description, colour, status, created_at, first_approved_at)
  values ('shop_a', 'shop', 'A', '', '#112233', 'approved', now(), now())`;
const ADD_PRODUCT = `insert into shop_product (id, shop_id, name, price, status, created_at)
  values ('prd_a', 'shop_a', 'Tea', 100, 'active', now())`;

test.each([
  ["a shop is suspended", "update merchant set status = 'suspended' where id = 'shop_a'"],
  ["a price changes by hand", "update shop_product set price = 200 where id = 'prd_a'"],
  ["a product goes", "delete from shop_product where id = 'prd_a'"],
  [
    "a rule is added",
    `insert into reward_rule (id, shop_id, kind, parameters, created_at, created_by)
     values ('rule_a', 'shop_a', 'per_unit', '{}', now(), 'test')`,
  ],
  ["a rule is ended", "update reward_rule set ended_at = now() where id = 'rule_a'"],
  [
    "a ratio is set",
    `insert into exchange_ratio (shop_id, version, shop_points, mall_points, minimum_points,
       valid_from, created_at, created_by) values ('shop_a', 1, 1, 1, 1, now(), now(), 'test')`,
  ],
  ["the policies change", "update policy_version set commission_basis_points = 10"],
])("when %s there is another version", async (_, change) => {
  const before = await readFactVersion(database);
  await database.execute(change);
  expect(await readFactVersion(database)).not.toBe(before);
});

test("others see it with the change and not before", async () => {
  const before = await readFactVersion(database);
  await database.transaction(async (sql) => {
    await sql.execute("update merchant set name = 'B' where id = 'shop_a'");
    expect(await readFactVersion(sql)).not.toBe(before);
    expect(await readFactVersion(database)).toBe(before);
  });
  expect(await readFactVersion(database)).not.toBe(before);
});

test("what was rolled back leaves the version as it was", async () => {
  const before = await readFactVersion(database);
  await database.transaction(async (sql) => {
    await sql.execute("update merchant set name = 'C' where id = 'shop_a'");
    return { ok: false };
  });
  expect(await readFactVersion(database)).toBe(before);
});
