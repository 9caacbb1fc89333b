import { afterAll, beforeAll, expect, test } from "vitest";
import { bucketOf } from "../../kernel/bucket.ts";
import { createTestDatabase, type TestDatabase } from "../testing/postgres.ts";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { readTextClashes } from "./text-clash.store.ts";

/** Rows as the versions before 0018 could write them. */
const DIRTY = [
  `insert into account (id, kind, display_name, phone, email, password_hash, created_at) values
     ('cus_1', 'customer', E'Wang\\u202e Li', '008613900139000', null, 'x', now()),
     ('cus_2', 'customer', '王丽', '8613900139000', null, 'x', now()),
     ('cus_3', 'customer', E'\\u3164', '8613900139001', null, 'x', now()),
     ('cus_4', 'customer', '😀 Li', '+8613900139002', null, 'x', now()),
     ('cus_5', 'customer', 'Ann', '8613900139002', null, 'x', now()),
     ('cus_6', 'customer', 'Ann  Lee', '+8601390013900', null, 'x', now()),
     ('cus_7', 'customer', 'Ann', null, E'\\u200bann@example.com', 'x', now()),
     ('cus_8', 'customer', 'Ann', null, 'ann@例子.中国', 'x', now())`,
  `insert into merchant (id, kind, name, description, colour, status, created_at) values
     ('shop_1', 'shop', E'Tea\\u0007 House', E'one\\r\\ntwo', '#aabbcc', 'pending', now()),
     ('sel_1', 'seller', 'Seller', null, '#aabbcc', 'pending', now())`,
  `insert into shop_product (id, shop_id, name, barcode, category, price, status, created_at) values
     ('prd_1', 'shop_1', E'Tea\\u200b', '0012345678905', ' drinks', 1, 'active', now()),
     ('prd_2', 'shop_1', 'Tea', '012345678905', 'drinks', 1, 'active', now()),
     ('prd_3', 'shop_1', 'Tea', '00012345678905', 'ｄrinks', 1, 'archived', now()),
     ('prd_4', 'shop_1', 'Cup', 'ABC-１２', null, 1, 'active', now()),
     ('prd_5', 'shop_1', 'Pot', '6.90123E+12', null, 1, 'active', now()),
     ('prd_6', 'shop_1', 'Bag', null, null, 1, 'active', now()),
     ('prd_7', 'shop_2', 'Tea', '012345678905', null, 1, 'active', now())`,
  `insert into reward_rule (id, shop_id, category, kind, parameters, created_at, created_by) values
     ('rule_1', 'shop_1', ' drinks', 'per_unit', '{}', now(), 'x')`,
  `insert into mall_seller values ('sel_1', true)`,
  `insert into mall_product (id, seller_id, name, description, category, kind, points, cash, stock,
     pictures, status, seller_is_approved, created_at, search_words) values
     ('prd_8', 'sel_1', 'Tea', '', ' x ', 'voucher', 1, 0, 0, '{}', 'active', true, now(), '')`,
  `insert into mall_voucher_code (product_id, code, added_at) values
     ('prd_8', 'A-1', now()), ('prd_8', E'A-1\\u200b', now()), ('prd_8', E'B\\nC', now()),
     ('prd_8', 'Ｄ', now())`,
];
const RECEIPTS = ["R", "R\u200b", " R2", "R2 ", "A\nB", "plain 7"];

let place: TestDatabase;
let database: Database;

beforeAll(async () => {
  place = await createTestDatabase({ isEmpty: true });
  await migrate(place.url, { before: "0018" });
  database = openDatabase(place.url, { poolSize: 2 });
  for (const statement of DIRTY) await database.execute(statement);
  for (const [index, number] of RECEIPTS.entries()) await addReceipt(`sale_${index}`, number);
  await migrate(place.url);
});

afterAll(async () => {
  await database.close();
  await place.drop();
});

async function addReceipt(id: string, number: string): Promise<void> {
  await database.execute("insert into sale_receipt values ($1, 'shop_1', $2, 'x', 0, $3)", [
    bucketOf(`shop_1 ${number}`),
    number,
    id,
  ]);
  await database.execute(
    `insert into sale (bucket, id, shop_id, receipt_number, sold_at, created_at, created_by, amount,
       points, rules, answer)
     values (0, $1, 'shop_1', $2, now(), now(), 'x', 0, 0, '{}', '{}')`,
    [id, number],
  );
}

const column = async (text: string) =>
  (await database.query<{ value: unknown }>(text)).map(({ value }) => value);

test("logins have their canonical form, except where another account has it", async () => {
  expect(
    await column("select phone as value from account where phone is not null order by id"),
  ).toEqual([
    "+8613900139000",
    "8613900139000",
    "+8613900139001",
    "+8613900139002",
    "8613900139002",
    "+8601390013900",
  ]);
  expect(
    await column("select email as value from account where email is not null order by id"),
  ).toEqual(["ann@example.com", "ann@xn--fsqu00a.xn--fiqs8s"]);
});

test("names and descriptions are safe to show", async () => {
  expect(await column("select display_name as value from account order by id")).toEqual([
    "Wang Li",
    "王丽",
    "\u3164",
    "😀 Li",
    "Ann",
    "Ann Lee",
    "Ann",
    "Ann",
  ]);
  expect(
    await column("select name || description as value from merchant where id = 'shop_1'"),
  ).toEqual(["Tea Houseone\ntwo"]);
});

test("barcodes have the key they are found by, and one active product of a shop has it", async () => {
  const rows = await database.query(
    "select id, barcode, barcode_key as key, category from shop_product order by id",
  );
  expect(rows.map(({ id, barcode, key, category }) => [id, barcode, key, category])).toEqual([
    ["prd_1", "0012345678905", "00012345678905", "drinks"],
    ["prd_2", "012345678905", "012345678905", "drinks"],
    ["prd_3", "00012345678905", "00012345678905", "drinks"],
    ["prd_4", "ABC-12", "ABC-12", null],
    ["prd_5", "6.90123E+12", "6.90123E+12", null],
    ["prd_6", null, null, null],
    ["prd_7", "012345678905", "00012345678905", null],
  ]);
  expect(await column("select category as value from reward_rule")).toEqual(["drinks"]);
  expect(await column("select category as value from mall_product")).toEqual(["x"]);
});

test("receipts move to the bucket of their number, and no number is used twice", async () => {
  const rows = await database.query<{ bucket: number; number: string; id: string }>(
    "select bucket, receipt_number as number, id from sale order by id",
  );
  expect(rows.map(({ number }) => number)).toEqual([
    "R",
    "R\u200b",
    "R2",
    "R2 ",
    "A\nB",
    "plain 7",
  ]);
  for (const { bucket, number } of rows) expect(bucket).toBe(bucketOf(`shop_1 ${number}`));
  expect(await column("select receipt_number as value from sale order by id")).toEqual(
    rows.map(({ number }) => number),
  );
});

test("voucher codes have their form, and none is lost", async () => {
  expect(
    await column(`select code as value from mall_voucher_code order by code collate "C"`),
  ).toEqual(["A-1", "A-1\u200b", "B\nC", "D"]);
});

test("what stays as it was is listed with the reason", async () => {
  const clashes = await readTextClashes(database, { after: null, limit: 100 });
  expect(
    clashes.map(({ place, rowId, canonical, takenBy }) => [place, rowId, canonical, takenBy]),
  ).toEqual([
    ["account.display_name", "cus_3", null, null],
    ["account.phone", "cus_6", null, null],
    ["account.phone", "cus_2", "+8613900139000", "cus_1"],
    ["account.phone", "cus_5", "+8613900139002", "cus_4"],
    ["mall_voucher_code.code", "prd_8/B\nC", null, null],
    ["mall_voucher_code.code", "prd_8/A-1\u200b", "A-1", "prd_8/A-1"],
    ["shop_product.barcode", "prd_5", null, null],
    ["shop_product.barcode", "prd_2", "00012345678905", "prd_1"],
    ["sale.receipt_number", "sale_1", "R", "sale_0"],
    ["sale.receipt_number", "sale_3", "R2", "sale_2"],
    ["sale.receipt_number", "sale_4", null, null],
  ]);
});
