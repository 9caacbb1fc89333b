import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "../platform/db/database.ts";
import { migrate } from "../platform/db/migrate.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/postgres.ts";
import { audit } from "./audit.ts";
import { aDayOf, NOON, postEach } from "./busy-ledger.fixture.ts";

// Migrations 0020 and 0021 on books that were kept before them: the tables are put back as they were,
// with days for moments, and migrated again.

const BEFORE = `
  alter table ledger_lot rename column expires_at to expires_on;
  alter table ledger_lot alter column expires_on type date
    using (expires_on at time zone 'Asia/Shanghai')::date - 2;
  alter table ledger_lot_use rename column expires_at to expires_on;
  alter table ledger_lot_use alter column expires_on type date
    using (expires_on at time zone 'Asia/Shanghai')::date - 2;
  alter table conversion_quote rename column mall_points_expire_at to mall_points_expire_on;
  alter table conversion_quote alter column mall_points_expire_on type date
    using (mall_points_expire_on at time zone 'Asia/Shanghai')::date - 2;
  alter table conversion_day drop column ends_at;
  alter table conversion_day add column day date not null;
  alter table conversion_day add primary key (bucket, customer_id, shop_id, day);
  alter table policy_version drop column time_zone, drop column time_zone_since,
    drop column time_zone_until, drop column grace_days;
  alter table merchant drop column time_zone, drop column time_zone_since,
    drop column time_zone_until, drop column points_expire_days, drop column receipt_numbers,
    drop column receipt_numbers_were_daily;
  alter table sale_receipt drop constraint sale_receipt_pkey;
  alter table sale_receipt drop column day;
  alter table sale_receipt add primary key (bucket, shop_id, receipt_number);
  delete from schema_migration where name like '0020-%' or name like '0021-%'`;

let scratch: TestDatabase;
let books: Database;
beforeAll(async () => {
  scratch = await createTestDatabase();
  books = openDatabase(scratch.url);
  await postEach(books, [...aDayOf("cus_1"), ...aDayOf("cus_2")]);
  for (const statement of BEFORE.split(";")) await books.execute(statement);
});
afterAll(async () => {
  await books.close();
  await scratch.drop();
});

const differences = async () =>
  (await audit(books, NOON)).checks.filter((check) => check.differences > 0);
/** Every lot by its day in UTC, as the books were kept before: what is left of it, and what was used. */
const oldLots = () =>
  books.query<{ account: string; lot: bigint; day: string }>(
    `select account_id as account, lot, expires_on as day from ledger_lot
     union select account_id, lot, expires_on from ledger_lot_use order by 1, 2, 3`,
  );
const newLots = () =>
  books.query<{ account: string; lot: bigint; at: number }>(
    `select account_id as account, lot, expires_at as at from ledger_lot
     union select account_id, lot, expires_at from ledger_lot_use order by 1, 2, 3`,
  );

test("lots end no sooner than they did, at a midnight of Shanghai, and the books balance", async () => {
  await books.execute(
    `insert into conversion_day (bucket, customer_id, shop_id, day, points_taken)
     values (1, 'cus_capped', 'shop_noodles', '2026-01-10', 700)`,
  );
  await books.execute(
    `insert into conversion (bucket, id, customer_id, shop_id, quote_id, ratio_version, points_taken,
       points_given, fee, cost_fen, at)
     select 1, 'cnv_' || n, 'cus_capped', 'shop_noodles', 'quo_' || n, 1, 350, 1, 0, 1, at
     from (values (1, now()), (2, now()), (3, now() - interval '9 days')) as c (n, at)`,
  );
  await books.execute(
    `insert into sale_receipt (bucket, shop_id, receipt_number, fingerprint, sale_bucket, sale_id)
     values (1, 'shop_noodles', 'R-1', '\\x00', 1, 'sale_1')`,
  );
  const before = await oldLots();
  expect(before.length).toBeGreaterThan(4);

  const applied = await migrate(scratch.url);

  expect(applied).toEqual(expect.arrayContaining(["0020-local-days.sql", "0021-receipt-days.sql"]));
  const after = await newLots();
  expect(after.map(({ account, lot }) => [account, lot])).toEqual(
    before.map(({ account, lot }) => [account, lot]),
  );
  for (const [index, { at }] of after.entries()) {
    // A lot was gone with the beginning of its day in UTC. An award at one in the morning in Shanghai
    // is of the day before in UTC, so what it was promised ends two days after that beginning.
    const day = Date.parse(before[index]?.day ?? "");
    expect(at).toBe(day + (2 * 24 - 8) * 3_600_000);
  }
  expect(await differences()).toEqual([]);
});

test("a day that is not over is counted again from its conversions, in its zone", async () => {
  const days = await books.query<{ endsAt: number; taken: bigint }>(
    `select ends_at as "endsAt", points_taken as taken from conversion_day`,
  );
  const end = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", timeStyle: "medium" });
  expect(days.map(({ endsAt, taken }) => [end.format(endsAt), taken])).toEqual([
    ["00:00:00", 700n],
  ]);
});

test("a receipt number stays used once for good", async () => {
  const [receipt] = await books.query("select day::text from sale_receipt");
  expect(receipt).toEqual({ day: "infinity" });
});
