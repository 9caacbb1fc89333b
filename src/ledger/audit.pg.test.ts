import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bucketOf } from "../kernel/bucket.ts";
import { instant } from "../kernel/clock.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/postgres.ts";
import { accountId, MALL, postingId } from "./account.ts";
import { type AuditReport, audit, auditChanges, auditRegularly, latestRecounts } from "./audit.ts";
import { aDayOf, NOON, postEach, SHOP } from "./busy-ledger.fixture.ts";
import { KINDS } from "./posting.ts";

let scratch: TestDatabase;
let books: Database;

const failed = (report: AuditReport) =>
  report.checks.filter(({ differences }) => differences > 0).map(({ name }) => name);

describe("a busy ledger", () => {
  beforeAll(async () => {
    scratch = await createTestDatabase();
    books = openDatabase(scratch.url);
    await postEach(books, aDayOf("cus_1"));
  });
  afterAll(async () => {
    await books.close();
    await scratch.drop();
  });

  test("balances, posting by posting, in full and by what changed", async () => {
    for (const posting of aDayOf("cus_2")) {
      await postEach(books, [posting]);
      expect(failed(await auditChanges(books, NOON)), posting.kind).toEqual([]);
      expect(failed(await audit(books, NOON)), posting.kind).toEqual([]);
    }
  });

  test("holds postings of every kind but those that the clock or a short slice brings", async () => {
    const kinds = new Set(aDayOf("cus_1").map(({ kind }) => kind));
    expect(KINDS.filter((kind) => !kinds.has(kind))).toEqual(["gather", "expire"]);
  });

  test("has the same totals in full and by what changed", async () => {
    await postEach(books, aDayOf("cus_3"));
    const changed = await auditChanges(books, NOON);
    const full = await audit(books, NOON);
    expect(changed).toEqual({ ...full, extent: "incremental", checks: changed.checks });
    expect(full.units.map(({ unit }) => unit)).toEqual([MALL, "money", SHOP]);
  });

  test("balances while it goes on working", async () => {
    const working = Promise.all(
      Array.from({ length: 6 }, (_, one) => postEach(books, aDayOf(`cus_working_${one}`))),
    );
    const reports: AuditReport[] = [];
    for (let round = 0; round < 4; round += 1) {
      reports.push(
        ...(await Promise.all([
          audit(books, NOON),
          auditChanges(books, NOON),
          auditChanges(books, NOON),
        ])),
      );
    }
    await working;
    reports.push(await auditChanges(books, NOON), await audit(books, NOON));
    expect(reports.flatMap(failed)).toEqual([]);
    expect(reports.every(({ balanced }) => balanced)).toBe(true);
  });

  test("is recounted by several servers at once", async () => {
    const others = [openDatabase(scratch.url), openDatabase(scratch.url)];
    await postEach(books, aDayOf("cus_servers"));
    const reports = await Promise.all(
      [books, ...others].flatMap((one) => [auditChanges(one, NOON), audit(one, NOON)]),
    );
    await Promise.all(others.map((one) => one.close()));
    expect(reports.flatMap(failed)).toEqual([]);
  });

  test("is recounted in full once a day, and by what changed in between", async () => {
    const day = 24 * 60 * 60 * 1000;
    const times = [1, 1.5, 2, 2.5].map((days) => instant(NOON + days * day));
    const seen: (number | undefined)[][] = [];
    for (const at of times) {
      await auditRegularly(books, at);
      const { full, incremental } = await latestRecounts(books);
      seen.push([full?.checkedAt, incremental?.checkedAt]);
    }
    const [first, second, third, fourth] = times;
    expect(seen).toEqual([
      [first, NOON],
      [first, second],
      [third, second],
      [third, fourth],
    ]);
  });
});

/** Whose postings the last good point covers, and whose came later. */
const BEFORE = "cus_before";
const CUSTOMER = "cus_t";
const PARAMETERS = {
  bucket: bucketOf(CUSTOMER),
  available: accountId({ unit: SHOP, owner: CUSTOMER, role: "available" }),
  pending: accountId({ unit: SHOP, owner: CUSTOMER, role: "pending" }),
  mall: accountId({ unit: MALL, owner: CUSTOMER, role: "available" }),
  bucketBefore: bucketOf(BEFORE),
  availableBefore: accountId({ unit: SHOP, owner: BEFORE, role: "available" }),
  sale: postingId({ kind: "earn", reference: `sale_4_${CUSTOMER}` }),
  hold: postingId({ kind: "hold", reference: `ord_3_${CUSTOMER}` }),
  adjustment: postingId({ kind: "adjust", reference: `adj_${CUSTOMER}` }),
};

/** `:name` stands for one of the ids above. */
function withIds(statement: string): string {
  return statement.replace(/:(\w+)/g, (_, name: keyof typeof PARAMETERS) =>
    typeof PARAMETERS[name] === "number" ? `${PARAMETERS[name]}` : `'${PARAMETERS[name]}'`,
  );
}

type Corruption = [what: string, statement: string, check: string, seenBy: "both" | "full"];

const ACCOUNT = "where bucket = :bucket and id = :available";
const ENTRY = "where bucket = :bucket and posting_id = :sale and account_id = :available";

/** By what changed, only that is found which was written after the last good point. */
const CORRUPTIONS: Corruption[] = [
  [
    "a balance",
    `update ledger_account set balance = balance + 1 ${ACCOUNT}`,
    "balance is the sum of its entries",
    "both",
  ],
  [
    "a version",
    `update ledger_account set version = version + 1 ${ACCOUNT}`,
    "versions count entries without a gap",
    "both",
  ],
  [
    "an owner",
    `update ledger_account set owner = 'cus_else' ${ACCOUNT}`,
    "every account is in the chart, under its own id and floor",
    "both",
  ],
  [
    "a role",
    `update ledger_account set role = 'held' ${ACCOUNT}`,
    "every account is in the chart, under its own id and floor",
    "both",
  ],
  [
    "a floor",
    `update ledger_account set floor = null ${ACCOUNT}`,
    "every account is in the chart, under its own id and floor",
    "both",
  ],
  [
    "an account of before that is gone",
    "delete from ledger_account where bucket = :bucketBefore and id = :availableBefore",
    "every entry has its account",
    "both",
  ],
  [
    "an account that is gone",
    `delete from ledger_account ${ACCOUNT}`,
    "every posting sums to zero in every unit",
    "both",
  ],
  [
    "an entry's amount",
    `update ledger_entry set amount = amount + 1 ${ENTRY}`,
    "every posting sums to zero in every unit",
    "both",
  ],
  [
    "an entry's version",
    `update ledger_entry set version = version + 100 ${ENTRY}`,
    "versions count entries without a gap",
    "both",
  ],
  [
    "a running balance",
    `update ledger_entry set balance_after = balance_after + 1 ${ENTRY}`,
    "balance after each entry follows from the one before",
    "both",
  ],
  [
    "a running balance that is wrong in the upper half",
    `update ledger_entry set balance_after = balance_after + 4294967296 ${ENTRY}`,
    "balance after each entry follows from the one before",
    "both",
  ],
  [
    "an entry that is gone",
    `delete from ledger_entry ${ENTRY}`,
    "versions count entries without a gap",
    "both",
  ],
  [
    "an entry of another posting",
    `update ledger_entry set posting_id = :hold ${ENTRY}`,
    "every posting has the transfers of its kind",
    "both",
  ],
  [
    "an entry of no posting",
    `update ledger_entry set posting_id = gen_random_uuid() ${ENTRY}`,
    "every posting has entries and every entry a posting",
    "both",
  ],
  [
    "a posting that is gone",
    "delete from ledger_posting where bucket = :bucket and id = :sale",
    "every posting has entries and every entry a posting",
    "both",
  ],
  [
    "a posting without entries",
    "insert into ledger_posting select bucket, gen_random_uuid(), kind, reference, null, digest, at, by from ledger_posting where id = :sale",
    "every posting has entries and every entry a posting",
    "full",
  ],
  [
    "a posting's kind",
    "update ledger_posting set kind = 'grant' where bucket = :bucket and id = :sale",
    "every posting has the transfers of its kind",
    "both",
  ],
  [
    "what a posting refers to",
    "update ledger_posting set refers_to = gen_random_uuid() where bucket = :bucket and id = :adjustment",
    "every posting refers to one that happened before",
    "both",
  ],
  [
    "a debt that no refund made",
    `update ledger_posting set kind = 'expire' where bucket = :bucket and reference = 'ref_1_${CUSTOMER}'`,
    "no account goes under its floor but by a refund of goods",
    "both",
  ],
  [
    "a lot's rest",
    "update ledger_lot set remaining = remaining - 1 where bucket = :bucket and account_id = :available",
    "lots are what can be spent",
    "both",
  ],
  [
    "a pending lot's rest",
    "update ledger_lot set remaining = remaining - 1 where bucket = :bucket and account_id = :pending",
    "lots are what can be spent",
    "both",
  ],
  [
    "a lot that is gone",
    "delete from ledger_lot where bucket = :bucket and account_id = :available",
    "lots are what can be spent",
    "both",
  ],
  [
    "a lot's amount",
    "update ledger_lot set amount = amount + 1 where bucket = :bucket and account_id = :available",
    "every lot is one that its entry brought",
    "both",
  ],
  [
    "a lot's source",
    "update ledger_lot set posting_id = :hold where bucket = :bucket and account_id = :available",
    "every lot is one that its entry brought",
    "both",
  ],
  [
    "points moved from one lot to another",
    `with one as (select min(lot) as low, max(lot) as high from ledger_lot where bucket = :bucket and account_id = :mall)
     update ledger_lot set remaining = remaining + case lot when low then 1 else -1 end from one
     where bucket = :bucket and account_id = :mall and lot in (low, high)`,
    "what was brought is left, used or given back",
    "full",
  ],
  [
    "a lot's day",
    "update ledger_lot set expires_on = expires_on + 1 where bucket = :bucket and account_id = :mall",
    "what was brought is left, used or given back",
    "full",
  ],
  [
    "a lot's use",
    "update ledger_lot_use set amount = amount + 1 where bucket = :bucket and posting_id = :hold",
    "what leaves an account leaves its lots",
    "both",
  ],
  [
    "a lot's use that is gone",
    "delete from ledger_lot_use where bucket = :bucket and posting_id = :hold",
    "what leaves an account leaves its lots",
    "both",
  ],
  [
    "points that two entries forget",
    `update ledger_entry set amount = amount + sign(amount) where bucket = :bucket and posting_id = :sale`,
    "balance is the sum of its entries",
    "both",
  ],
  [
    "money between two slices",
    "update ledger_account set role = 'transit' where bucket = :bucket and unit = 'money' and role = 'pool'",
    "no money stays between two slices of a pool",
    "both",
  ],
];

describe("what was tampered with is found:", () => {
  let sound: TestDatabase;
  beforeAll(async () => {
    sound = await createTestDatabase();
    const database = openDatabase(sound.url);
    await postEach(database, aDayOf(BEFORE));
    expect(failed(await audit(database, NOON))).toEqual([]);
    await postEach(database, aDayOf(CUSTOMER));
    await database.close();
  });
  afterAll(() => sound.drop());

  test.each(CORRUPTIONS)("%s", async (_, statement, check, seenBy) => {
    const own = await createTestDatabase({ copyOf: sound });
    const database = openDatabase(own.url);
    expect(await database.execute(withIds(statement))).toBeGreaterThan(0);
    const changed = await auditChanges(database, NOON);
    const full = await audit(database, NOON);
    await database.close();
    await own.drop();
    expect(failed(full)).toContain(check);
    expect(full.balanced).toBe(false);
    if (seenBy === "both") expect(failed(changed)).toContain(check);
    expect(changed.balanced).toBe(seenBy === "full");
  });
});

test("books that are wrong stay wrong until they are mended", async () => {
  const own = await createTestDatabase();
  const database = openDatabase(own.url);
  await postEach(database, aDayOf(CUSTOMER));
  await audit(database, NOON);
  const balance = (change: string) =>
    database.execute(withIds(`update ledger_account set balance = balance ${change} ${ACCOUNT}`));
  await balance("+ 1");
  expect((await auditChanges(database, NOON)).balanced).toBe(false);
  expect((await auditChanges(database, NOON)).balanced).toBe(false);
  expect((await latestRecounts(database)).incremental?.balanced).toBe(false);
  await balance("- 1");
  expect((await auditChanges(database, NOON)).balanced).toBe(true);
  await database.close();
  await own.drop();
});
