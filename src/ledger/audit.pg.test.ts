import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instant } from "../kernel/clock.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/postgres.ts";
import { MALL } from "./account.ts";
import { type AuditReport, audit, auditChanges, auditRegularly, latestRecounts } from "./audit.ts";
import { aDayOf, NOON, postEach, SHOP } from "./busy-ledger.fixture.ts";
import { ACCOUNT, BEFORE, CORRUPTIONS, CUSTOMER, withIds } from "./corruptions.fixture.ts";
import { KINDS } from "./posting.ts";
import { makeViewsWritable } from "./writable-views.fixture.ts";

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
    expect(KINDS.filter((kind) => !kinds.has(kind))).toEqual(["gather", "expire", "extend"]);
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

describe("what was tampered with is found:", () => {
  let sound: TestDatabase;
  beforeAll(async () => {
    sound = await createTestDatabase();
    const database = openDatabase(sound.url);
    await postEach(database, aDayOf(BEFORE));
    expect(failed(await audit(database, NOON))).toEqual([]);
    await postEach(database, aDayOf(CUSTOMER));
    await makeViewsWritable(database);
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

test("what only a fingerprint finds is a difference, too", async () => {
  const own = await createTestDatabase();
  const database = openDatabase(own.url);
  const all = aDayOf(CUSTOMER);
  const twice = all.map((posting) =>
    posting.kind === "grant"
      ? { ...posting, transfers: [...posting.transfers, ...posting.transfers] }
      : posting,
  );
  await postEach(database, twice);
  const report = await audit(database, NOON);
  expect(failed(report)).toEqual(["what makes a fingerprint disagree is found"]);
  expect(report.balanced).toBe(false);
  await database.close();
  await own.drop();
});
