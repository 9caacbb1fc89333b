import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instant } from "../kernel/clock.ts";
import { points } from "../kernel/points.ts";
import { type Database, openDatabase, type Transaction } from "../platform/db/database.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/postgres.ts";
import * as postings from "./kinds.ts";
import { midnight } from "./midnight.fixture.ts";
import { post } from "./post.ts";
import type { Posting } from "./posting.ts";
import { movementsOf } from "./read.ts";

const NOON = instant(Date.UTC(2026, 0, 10, 12));
const SHOP = "shop_noodles";
const by = "test";

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

const run = (posting: Posting) => database.transaction((sql: Transaction) => post(sql, posting));
const award = (customerId: string, amount: bigint, seconds: number, shopId = SHOP) => {
  const at = instant(NOON + seconds * 1000);
  const sale = { shopId, customerId, saleId: `sale_${customerId}_${amount}`, at, by };
  return postings.earn({ ...sale, points: points(amount), expiresAt: midnight("2027-01-10") });
};

describe("movements", () => {
  test("come newest first, page by page, without gap or repeat", async () => {
    const customer = "cus_pages";
    for (let count = 1; count <= 7; count += 1) await run(award(customer, BigInt(count), 0));
    const seen: bigint[] = [];
    let before: { id: string; at: typeof NOON } | undefined;
    for (let page = 0; page < 4; page += 1) {
      const rows = await movementsOf(database, { customerId: customer, limit: 2, before });
      seen.push(...rows.map((row) => row.points));
      before = rows.at(-1);
    }
    expect(seen).toEqual([7n, 6n, 5n, 4n, 3n, 2n, 1n]);
  });
});

describe("movements whose time was taken before a lock", () => {
  /** The amounts on all pages of one movement each; `between` happens after the first page. */
  async function allPages(customerId: string, between = async () => {}): Promise<bigint[]> {
    const seen: bigint[] = [];
    let before: { id: string; at: typeof NOON } | undefined;
    for (;;) {
      const [row] = await movementsOf(database, { customerId, limit: 1, before });
      if (!row) return seen;
      if (before === undefined) await between();
      seen.push(row.points);
      before = row;
    }
  }

  test("are neither skipped nor shown twice, whichever came first", async () => {
    const customerId = "cus_late";
    for (const [amount, seconds] of [
      [1n, 0],
      [2n, 9],
      [3n, 4],
      [4n, 9],
      [5n, 2],
    ] as const) {
      await run(award(customerId, amount, seconds));
    }
    expect(await allPages(customerId)).toEqual([5n, 4n, 3n, 2n, 1n]);
  });

  test("wait for a slow transaction, and stay in the order of their balances", async () => {
    const customerId = "cus_slow";
    await run(award(customerId, 1n, 0));
    let waiting: Promise<unknown> = Promise.resolve();
    await database.transaction(async (sql) => {
      await post(sql, award(customerId, 2n, 5));
      // Its time is earlier, and it waits for the account until the transaction above has ended.
      waiting = run(award(customerId, 3n, 1));
      await sql.query("select pg_sleep(0.2)");
      expect(await allPages(customerId)).toEqual([1n]);
    });
    await waiting;
    expect(await allPages(customerId)).toEqual([3n, 2n, 1n]);
  });

  test("of another shop that commit between two pages take nothing away from the pages to come", async () => {
    const customerId = "cus_two";
    for (const amount of [1n, 2n, 3n]) await run(award(customerId, amount, Number(amount)));
    const seen = await allPages(customerId, async () => {
      await run(award(customerId, 4n, 2, "shop_tea"));
      await run(award(customerId, 5n, 0, "shop_tea"));
    });
    expect(seen.filter((amount) => amount <= 3n)).toEqual([3n, 2n, 1n]);
    expect(new Set(seen).size).toBe(seen.length);
    expect((await allPages(customerId)).sort()).toEqual([1n, 2n, 3n, 4n, 5n]);
  });
});
