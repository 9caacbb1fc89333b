import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "../platform/db/database.ts";
import { migrate } from "../platform/db/migrate.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/postgres.ts";
import { MALL } from "./account.ts";
import { audit } from "./audit.ts";
import { play, steps } from "./book-world.fixture.ts";
import { aDayOf, NOON, postEach, SHOP } from "./busy-ledger.fixture.ts";
import { writeOldBooks } from "./old-books.fixture.ts";
import { houseBalance, movementsOf, walletOf } from "./read.ts";

// Migration 0050 on books that were kept before it.

let scratch: TestDatabase;
let books: Database;
beforeEach(async () => {
  scratch = await createTestDatabase({ isEmpty: true });
  await migrate(scratch.url, { before: "0050" });
  books = openDatabase(scratch.url);
});
afterEach(async () => {
  await books.close();
  await scratch.drop();
});

const differences = async () =>
  (await audit(books, NOON)).checks.filter((check) => check.differences > 0);

describe("books with postings of every kind", () => {
  test("are right afterwards, and go on", async () => {
    const story = fc.sample(steps, { seed: 50, numRuns: 6 }).flat();
    const ofStory = play(story).done;
    await writeOldBooks(books, [...aDayOf("cus_1"), ...aDayOf("cus_2"), ...ofStory]);
    await migrate(scratch.url);
    expect(await differences()).toEqual([]);
    await postEach(books, aDayOf("cus_3"));
    expect(await differences()).toEqual([]);
  });

  test("say of everybody what books say that were never kept otherwise", async () => {
    await writeOldBooks(books, aDayOf("cus_1"));
    await migrate(scratch.url);
    const fresh = await createTestDatabase();
    const others = openDatabase(fresh.url);
    await postEach(others, aDayOf("cus_1"));
    const said = async (database: Database) => ({
      wallet: await walletOf(database, "cus_1"),
      movements: await movementsOf(database, { customerId: "cus_1", limit: 100 }),
      retired: await houseBalance(database, { unit: SHOP, owner: SHOP, role: "retirement" }),
      fees: await houseBalance(database, { unit: MALL, owner: MALL, role: "fee" }),
    });
    const [migrated, never] = [await said(books), await said(others)];
    await others.close();
    await fresh.drop();
    expect(migrated).toEqual(never);
    expect(never.movements.length).toBeGreaterThan(10);
  });
});

test.each([
  ["an entry without its posting", "delete from ledger_posting where kind = 'hold'"],
  ["an entry without its account", "delete from ledger_account where role = 'fee'"],
  ["a use of a lot that no entry brought", "update ledger_lot_use set lot = lot + 1000"],
  ["a lot without its account", "delete from ledger_account where role = 'available'"],
])("books with %s are left as they are", async (_, change) => {
  await writeOldBooks(books, aDayOf("cus_1"));
  await books.execute(change);
  const count = async () =>
    (await books.query<{ count: bigint }>("select count(*) from ledger_entry"))[0]?.count;
  const before = await count();
  await expect(migrate(scratch.url)).rejects.toThrow(/ledger would not be what it was|null value/);
  expect(await count()).toBe(before);
  const applied = await books.query(
    "select name from schema_migration where name >= '0050' order by name",
  );
  expect(applied).toEqual([]);
});
