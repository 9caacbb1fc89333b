import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "../platform/db/database.ts";
import { migrate } from "../platform/db/migrate.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/postgres.ts";
import { audit } from "./audit.ts";
import { aDayOf, NOON } from "./busy-ledger.fixture.ts";
import { writeOldBooks } from "./old-books.fixture.ts";

// Migrations 0020 and 0021 on books that were kept before them, with days for moments.

let scratch: TestDatabase;
let books: Database;
beforeAll(async () => {
  scratch = await createTestDatabase({ isEmpty: true });
  await migrate(scratch.url, { before: "0020" });
  books = openDatabase(scratch.url);
  await writeOldBooks(books, [...aDayOf("cus_1"), ...aDayOf("cus_2")], { days: true });
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
    `insert into sale (bucket, id, shop_id, receipt_number, sold_at, created_at, created_by, amount,
       points, rules, answer)
     values (1, 'sale_1', 'shop_noodles', 'R-1', now(), now(), 'test', 0, 0, '{}', '{}')`,
  );
  await books.execute(
    `insert into sale_receipt (bucket, shop_id, receipt_number, fingerprint, sale_bucket, sale_id)
     values (2, 'shop_noodles', 'R-1', '\\x00', 1, 'sale_1')`,
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
    `select day_ends_at as "endsAt", sum(points_taken) as taken from conversion
     where at > now() - interval '2 days' group by day_ends_at`,
  );
  const end = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", timeStyle: "medium" });
  expect(days.map(({ endsAt, taken }) => [end.format(endsAt), taken])).toEqual([
    ["00:00:00", 700n],
  ]);
});

test("a receipt number stays used once for good", async () => {
  const [receipt] = await books.query("select bucket, receipt_day::text as day from sale");
  expect(receipt).toEqual({ bucket: 2, day: "infinity" });
});
