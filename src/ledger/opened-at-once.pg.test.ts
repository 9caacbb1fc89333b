import { afterAll, beforeAll, expect, test } from "vitest";
import { instant } from "../kernel/clock.ts";
import { points } from "../kernel/points.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/postgres.ts";
import { post, postings } from "./index.ts";
import { midnight } from "./midnight.fixture.ts";

let scratch: TestDatabase;
let database: Database;
beforeAll(async () => {
  scratch = await createTestDatabase();
  database = openDatabase(scratch.url);
});
afterAll(async () => {
  await database.close();
  await scratch.drop();
});

test("two awards that open one account at once both arrive", async () => {
  const earn = (saleId: string, amount: bigint) =>
    postings.earn({
      customerId: "cus_new",
      shopId: "shop_a",
      saleId,
      points: points(amount),
      at: instant(Date.UTC(2026, 2, 1)),
      by: "test",
      expiresAt: midnight("2027-03-01"),
    });
  let secondMayCommit = () => {};
  const wait = new Promise<void>((resolve) => {
    secondMayCommit = resolve;
  });
  let begun = () => {};
  const firstHasPosted = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const first = database.transaction(async (sql) => {
    const result = await post(sql, earn("sale_1", 3n));
    begun();
    await wait;
    return result;
  });
  await firstHasPosted;
  const second = database.transaction((sql) => post(sql, earn("sale_2", 6n)));
  setTimeout(secondMayCommit, 500);
  expect((await first).ok).toBe(true);
  expect((await second).ok).toBe(true);
});
