import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bucketOf } from "../kernel/bucket.ts";
import { type Clock, type Instant, instant } from "../kernel/clock.ts";
import { points } from "../kernel/points.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/postgres.ts";
import { audit } from "./audit.ts";
import { expireAllDue } from "./expire-all-due.ts";
import * as postings from "./kinds.ts";
import { matureAllDue } from "./mature-all-due.ts";
import { midnight } from "./midnight.fixture.ts";
import { post, postAll } from "./post.ts";
import type { Posting } from "./posting.ts";
import { movementsOf, walletsOf } from "./read.ts";

const NOON = Date.UTC(2026, 0, 10, 12);
const MIDNIGHT = Date.UTC(2026, 0, 11);
const [HOUR, DAY] = [3_600_000, 86_400_000];
const SHOP = "shop_noodles";
const NEVER = new AbortController().signal;
const by = "test";

let scratch: TestDatabase;
let database: Database;
/** Another server: it has connections of its own. */
let other: Database;
beforeAll(async () => {
  scratch = await createTestDatabase();
  database = openDatabase(scratch.url);
  other = openDatabase(scratch.url);
});
afterAll(async () => {
  const report = await audit(database, instant(MIDNIGHT));
  await other.close();
  await database.close();
  await scratch.drop();
  expect(report.checks.filter((check) => check.differences > 0)).toEqual([]);
  expect(report.balanced).toBe(true);
});

type Award = {
  customerId: string;
  amount: bigint;
  saleId?: string;
  pendingUntil?: number;
  expiresAt?: Instant;
};
function award(it: Award): Posting {
  const {
    customerId,
    amount,
    saleId = `sale_of_${customerId}`,
    expiresAt = midnight("2027-01-10"),
  } = it;
  const pendingUntil = it.pendingUntil === undefined ? null : instant(it.pendingUntil);
  const common = { shopId: SHOP, customerId, saleId, points: points(amount), expiresAt };
  return postings.earn({ ...common, pendingUntil, at: instant(NOON), by });
}
const run = (posting: Posting) => database.transaction((sql) => post(sql, posting));
const earn = (it: Award) => run(award(it));
const takeBack = (customerId: string, amount: bigint, at = NOON) =>
  run(
    postings.clawBack({
      shopId: SHOP,
      customerId,
      saleId: `sale_of_${customerId}`,
      refundId: `ref_${customerId}_${amount}`,
      points: points(amount),
      at: instant(at),
      by,
    }),
  );
async function balanceOf(customerId: string) {
  const [balance] = (await walletsOf(database, [customerId])).get(customerId) ?? [];
  return { available: balance?.available ?? 0n, pending: balance?.pending ?? 0n };
}
async function historyOf(customerId: string) {
  const movements = await movementsOf(database, { customerId, limit: 10 });
  return movements.map(({ reason, points: moved }) => [reason, moved]);
}
/** What is left of the lots that can be spent, first the one that is spent first. */
async function lotsInOrderOf(customerId: string): Promise<bigint[]> {
  const lots = await database.query<{ remaining: bigint }>(
    `select l.remaining from ledger_lot l
     join ledger_account a on a.bucket = l.bucket and a.id = l.account_id
     where a.owner = $1 and a.role = 'available' order by l.expires_at, l.lot`,
    [customerId],
  );
  return lots.map(({ remaining }) => remaining);
}
const clockAt = (at: number): Clock => ({ now: () => instant(at) });
const matureAt = (at: number, on = database, signal = NEVER) =>
  matureAllDue(on, { clock: clockAt(at), signal });
const expireAt = (at: number, on = database, signal = NEVER) =>
  expireAllDue(on, { clock: clockAt(at), signal });

describe("points of a sale with a return period", () => {
  test("wait until their moment, and are available from it on, once", async () => {
    await earn({ customerId: "cus_wait", amount: 5n, pendingUntil: NOON + HOUR });
    expect(await balanceOf("cus_wait")).toEqual({ available: 0n, pending: 5n });
    await matureAt(NOON + HOUR - 1);
    expect(await balanceOf("cus_wait")).toEqual({ available: 0n, pending: 5n });
    expect(await matureAt(NOON + HOUR)).toBe(1);
    expect(await matureAt(NOON + HOUR)).toBe(0);
    expect(await balanceOf("cus_wait")).toEqual({ available: 5n, pending: 0n });
    expect(await historyOf("cus_wait")).toEqual([["mature", 5n]]);
  });

  test("of several sales come each in its turn, and keep their expiry", async () => {
    const customerId = "cus_turns";
    const later = {
      saleId: "sale_turns_2",
      pendingUntil: NOON + 2 * DAY,
      expiresAt: midnight("2026-06-01"),
    };
    await earn({ customerId, amount: 3n, pendingUntil: NOON + DAY });
    await earn({ customerId, amount: 4n, ...later });
    await matureAt(NOON + DAY);
    expect(await balanceOf(customerId)).toEqual({ available: 3n, pending: 4n });
    await matureAt(NOON + 2 * DAY);
    const [balance] = (await walletsOf(database, [customerId])).get(customerId) ?? [];
    expect(balance?.expiring).toEqual([
      { points: 4n, at: midnight("2026-06-01") },
      { points: 3n, at: midnight("2027-01-10") },
    ]);
  });

  test("that become available together come by their moment, then in the order of the sales", async () => {
    const customerId = "cus_order";
    const soon = [1n, 2n, 3n, 4n, 5n];
    await earn({ customerId, amount: 9n, saleId: "sale_last", pendingUntil: NOON + 2 * HOUR });
    for (const amount of soon) {
      await earn({ customerId, amount, saleId: `sale_${amount}`, pendingUntil: NOON + HOUR });
    }
    expect(await matureAt(NOON + DAY)).toBe(6);
    expect(await lotsInOrderOf(customerId)).toEqual([...soon, 9n]);
  });

  test("that came back while they waited are not there to mature", async () => {
    await earn({ customerId: "cus_back", amount: 5n, pendingUntil: NOON + HOUR });
    await takeBack("cus_back", 2n);
    expect(await balanceOf("cus_back")).toEqual({ available: 0n, pending: 3n });
    await takeBack("cus_back", 3n);
    await matureAt(NOON + HOUR);
    expect(await balanceOf("cus_back")).toEqual({ available: 0n, pending: 0n });
  });

  test("that come back afterwards are taken from what is available", async () => {
    await earn({ customerId: "cus_after", amount: 5n, pendingUntil: NOON + HOUR });
    await matureAt(NOON + HOUR);
    await takeBack("cus_after", 4n, NOON + 2 * HOUR);
    expect(await balanceOf("cus_after")).toEqual({ available: 1n, pending: 0n });
  });

  test("fill a debt when they mature", async () => {
    const customerId = "cus_owing";
    await earn({ customerId, amount: 5n, pendingUntil: NOON + HOUR });
    await earn({ customerId, amount: 2n, saleId: "sale_owing_2" });
    await takeBack(customerId, 6n);
    await takeBack(customerId, 3n);
    expect(await balanceOf(customerId)).toEqual({ available: -2n, pending: 0n });
    await earn({ customerId, amount: 5n, saleId: "sale_owing_3", pendingUntil: NOON + HOUR });
    await matureAt(NOON + HOUR);
    expect(await balanceOf(customerId)).toEqual({ available: 3n, pending: 0n });
  });

  test("expire while they wait, when their expiry comes first", async () => {
    const waits = { pendingUntil: MIDNIGHT + DAY, expiresAt: instant(MIDNIGHT) };
    await earn({ customerId: "cus_short", amount: 5n, ...waits });
    expect(await expireAt(MIDNIGHT)).toBe(1);
    expect(await matureAt(MIDNIGHT + DAY)).toBe(0);
    expect(await balanceOf("cus_short")).toEqual({ available: 0n, pending: 0n });
  });

  test("do not mature any more from the moment they expire", async () => {
    const both = { pendingUntil: MIDNIGHT, expiresAt: instant(MIDNIGHT) };
    await earn({ customerId: "cus_both", amount: 5n, ...both });
    await matureAt(MIDNIGHT);
    expect(await balanceOf("cus_both")).toEqual({ available: 0n, pending: 0n });
  });
});

describe("expiry", () => {
  test("comes at its moment, not before", async () => {
    await earn({ customerId: "cus_midnight", amount: 5n, expiresAt: instant(MIDNIGHT) });
    expect(await expireAt(MIDNIGHT - 1)).toBe(0);
    expect(await balanceOf("cus_midnight")).toMatchObject({ available: 5n });
    expect(await expireAt(MIDNIGHT)).toBe(1);
    expect(await historyOf("cus_midnight")).toEqual([
      ["expire", -5n],
      ["earn", 5n],
    ]);
  });

  test("takes what is due and leaves what is not", async () => {
    const customerId = "cus_some";
    await earn({ customerId, amount: 5n, expiresAt: midnight("2026-01-11") });
    await earn({
      customerId,
      amount: 2n,
      saleId: "sale_some_2",
      expiresAt: midnight("2026-01-12"),
    });
    await expireAt(MIDNIGHT);
    expect(await balanceOf(customerId)).toEqual({ available: 2n, pending: 0n });
  });
});

/** More than one batch of one bucket, and some of others. */
function manyAwards(name: string, it: Omit<Award, "customerId" | "amount">): Posting[] {
  const customers = Array.from({ length: 20_000 }, (_, index) => `cus_${name}_${index}`);
  const crowded = customers.filter((id) => bucketOf(id) === 7).slice(0, 250);
  const spread = customers.filter((id) => [0, 63].includes(bucketOf(id))).slice(0, 20);
  return [...crowded, ...spread].map((customerId) => award({ customerId, amount: 3n, ...it }));
}

type Job = (at: number, on: Database, signal: AbortSignal) => Promise<number>;
type Case = [
  name: string,
  kind: string,
  job: Job,
  at: number,
  awards: Omit<Award, "customerId" | "amount">,
];
const JOBS: Case[] = [
  ["maturing", "mature", matureAt, NOON + HOUR, { pendingUntil: NOON + HOUR }],
  ["expiry", "expire", expireAt, MIDNIGHT, { expiresAt: midnight("2026-01-11") }],
  [
    "expiry of what waits",
    "expire",
    expireAt,
    MIDNIGHT,
    { pendingUntil: MIDNIGHT + DAY, expiresAt: midnight("2026-01-11") },
  ],
];

describe.each(JOBS)("%s of many", (name, kind, job, at, terms) => {
  const slug = name.replaceAll(" ", "_");
  const awardMany = async (wave: string) => {
    const awards = manyAwards(`${slug}_${wave}`, terms);
    await database.transaction((sql) => postAll(sql, awards));
    return awards.length;
  };
  const countDone = async (wave: string) => {
    const [row] = await database.query<{ count: bigint }>(
      // As an array, so that the customers are not looked for once for each of them.
      `select count(*) as count from ledger_posting p
       cross join lateral unnest(p.accounts, p.amounts) as e (account_id, amount)
       where p.kind = $1 and e.amount < 0
         and e.account_id = any (array(select id from ledger_account where owner like $2))`,
      [kind, `cus_${slug}_${wave}_%`],
    );
    return Number(row?.count);
  };

  test("happens once each when two servers are at it", async () => {
    const total = await awardMany("two");
    const [one, two] = await Promise.all([job(at, database, NEVER), job(at, other, NEVER)]);
    expect([one + two, await countDone("two")]).toEqual([total, total]);
  });

  test("goes on where it was stopped", async () => {
    const total = await awardMany("stop");
    const stopping = new AbortController();
    const stoppedAfterOne: Database = {
      ...database,
      async transaction(work) {
        const value = await database.transaction(work);
        stopping.abort();
        return value;
      },
    };
    const first = await job(at, stoppedAfterOne, stopping.signal);
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(total);
    expect(await countDone("stop")).toBe(first);
    expect(await job(at, other, NEVER)).toBe(total - first);
    expect(await countDone("stop")).toBe(total);
  });

  test("goes on after a batch that failed, which left nothing behind", async () => {
    const total = await awardMany("fail");
    let batches = 0;
    const failingOnce: Database = {
      ...database,
      transaction: (work) =>
        database.transaction(async (sql) => {
          const value = await work(sql);
          batches += 1;
          if (batches === 2) throw new Error("the server was killed, as the test asked");
          return value;
        }),
    };
    await expect(job(at, failingOnce, NEVER)).rejects.toThrow("as the test asked");
    const before = await countDone("fail");
    expect(await job(at, database, NEVER)).toBe(total - before);
    expect(await countDone("fail")).toBe(total);
  });

  test("leaves the work to a server that is at it already", async () => {
    const total = await awardMany("busy");
    let met: number | null = null;
    const metHalfway: Database = {
      ...database,
      transaction: (work) =>
        database.transaction(async (sql) => {
          const value = await work(sql);
          met ??= await job(at, other, NEVER);
          return value;
        }),
    };
    expect(await job(at, metHalfway, NEVER)).toBe(total);
    expect(met).toBe(0);
  });
});

test("with nothing due the jobs do nothing", async () => {
  const at: Instant = instant(NOON);
  expect([await matureAt(at), await expireAt(at)]).toEqual([0, 0]);
});
