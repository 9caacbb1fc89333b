import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUCKETS } from "../kernel/bucket.ts";
import { type Database, openDatabase, type Sql } from "../platform/db/database.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/postgres.ts";
import { bucketsExtent, preferFullScans, rangeExtent } from "./audit.store.ts";
import { findWrongBuckets } from "./audit-fingerprints.store.ts";
import { examine } from "./audit-questions.store.ts";
import { play, steps } from "./book-world.fixture.ts";
import { aDayOf, postEach } from "./busy-ledger.fixture.ts";
import { BEFORE, CORRUPTIONS, CUSTOMER, withIds } from "./corruptions.fixture.ts";
import { post } from "./post.ts";
import { KINDS } from "./posting.ts";
import { makeViewsWritable } from "./writable-views.fixture.ts";

const EVERYTHING = rangeExtent({ first: 0, last: BUCKETS - 1 });
const SECRETS = {
  seeds: [81985529216486895n, -7234567890123n, 99887766554433n, 1122334455667788n, -55566677n],
  primes: [1073741827n, 2147483647n],
} as const;

let scratch: TestDatabase;
let books: Database;
beforeAll(async () => {
  scratch = await createTestDatabase();
  books = openDatabase(scratch.url);
  const story = fc.sample(steps, { seed: 15, numRuns: 12 }).flat();
  for (const posting of play(story).done) {
    await books.transaction((sql) => post(sql, posting));
  }
  await postEach(books, [...aDayOf(BEFORE), ...aDayOf(CUSTOMER)]);
  await makeViewsWritable(books);
});
afterAll(async () => {
  await books.close();
  await scratch.drop();
});

const byFingerprint = (sql: Sql) => findWrongBuckets(sql, EVERYTHING, SECRETS);

async function byQuestion(sql: Sql, buckets?: readonly number[]) {
  const extent = buckets ? bucketsExtent(buckets) : EVERYTHING;
  const { differences } = await examine(sql, extent, { wholeBuckets: true });
  return Object.fromEntries([...differences].filter(([, count]) => count > 0));
}

/** What is found after the statements; then they are undone. Null when the schema refuses one. */
async function afterwards(statements: readonly string[]) {
  const outcome: { value: Awaited<ReturnType<typeof lookAtBoth>> | null } = { value: null };
  const undone = new Error("undone");
  try {
    await books.transaction(async (sql) => {
      await preferFullScans(sql);
      for (const statement of statements) await sql.execute(statement);
      outcome.value = await lookAtBoth(sql);
      throw undone;
    });
  } catch (error) {
    if (error !== undone && !isRefusedBySchema(error)) throw error;
  }
  return outcome.value;
}

async function lookAtBoth(sql: Sql) {
  const buckets = await byFingerprint(sql);
  const all = await byQuestion(sql);
  return { buckets, all, inBuckets: await byQuestion(sql, buckets) };
}

/** Class 23: a key or a check stands in the way. */
function isRefusedBySchema(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("23");
}

test("books with postings of every kind have no bucket that is wrong", async () => {
  const kinds = await books.query<{ kind: string }>("select distinct kind from ledger_posting");
  expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  expect(await afterwards([])).toEqual({ buckets: [], all: {}, inBuckets: {} });
});

describe("a fingerprint disagrees with", () => {
  test.each(CORRUPTIONS)("%s", async (_, statement, check) => {
    const found = await afterwards([withIds(statement)]);
    expect(found?.buckets).not.toEqual([]);
    expect(found?.inBuckets).toEqual(found?.all);
    if (check !== "no money stays between two slices of a pool") {
      expect(Object.keys(found?.all ?? {})).toContain(check);
    }
  });
});

const AMOUNTS = [
  "+ 1",
  "- 1",
  "* 2",
  "+ 1000",
  "+ 4294967296",
  "- 4294967297",
  "* -1",
  "+ 2147483647",
];
const OTHER_ACCOUNT =
  "(select o.id from ledger_account o order by hashtext(o.id::text || ':nth') limit 1)";
const OTHER_POSTING =
  "(select o.id from ledger_posting o order by hashtext(o.id::text || ':nth') limit 1)";

/** What may be set in which column, of a row of any sort. */
const CHANGES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  ledger_account: {
    balance: AMOUNTS.map((change) => `balance ${change}`),
    version: AMOUNTS.map((change) => `version ${change}`),
    unit: ["'mall'", "'money'", "'shop_tea'"],
    owner: ["'cus_else'", "'mall'", "unit"],
    role: ["'issue'", "'available'", "'pending'", "'receivable'"],
    floor: ["null", "0", "-5"],
    bucket: ["(bucket + 1) % 64"],
    id: ["gen_random_uuid()"],
    last_posting: ["gen_random_uuid()", OTHER_POSTING],
    next_expiry: ["null", "next_expiry + interval '1 day'"],
    next_maturity: ["null", "now()"],
  },
  ledger_tally: {
    amounts: ["amounts[2:]", "array_append(amounts[2:], amounts[1] + 1)"],
    units: ["array_append(units[2:], 'mall')"],
    roles: ["array_append(roles[2:], 'fee')"],
  },
  ledger_entry: {
    amount: AMOUNTS.map((change) => `amount ${change}`),
    balance_after: AMOUNTS.map((change) => `balance_after ${change}`),
    version: AMOUNTS.map((change) => `version ${change}`),
    posting_id: [OTHER_POSTING],
    account_id: ["gen_random_uuid()", OTHER_ACCOUNT],
    prior: ["null", OTHER_POSTING],
  },
  ledger_posting: {
    kind: [...KINDS, "unheard_of"].map((kind) => `'${kind}'`),
    id: ["gen_random_uuid()"],
    refers_to: ["null", "gen_random_uuid()", OTHER_POSTING],
    bucket: ["(bucket + 1) % 64"],
  },
  ledger_lot: {
    remaining: AMOUNTS.map((change) => `remaining ${change}`),
    amount: AMOUNTS.map((change) => `amount ${change}`),
    lot: AMOUNTS.map((change) => `lot ${change}`),
    expires_at: ["expires_at + interval '1 day'", "expires_at - interval '300 days'"],
    posting_id: ["gen_random_uuid()", OTHER_POSTING],
    account_id: ["gen_random_uuid()", OTHER_ACCOUNT],
  },
  ledger_lot_use: {
    amount: AMOUNTS.map((change) => `amount ${change}`),
    lot: AMOUNTS.map((change) => `lot ${change}`),
    expires_at: ["expires_at + interval '1 second'"],
    posting_id: [OTHER_POSTING],
    account_id: ["gen_random_uuid()", OTHER_ACCOUNT],
  },
};

const corruption = fc
  .constantFrom(...Object.keys(CHANGES))
  .chain((table) => {
    const updates = Object.entries(CHANGES[table] ?? {}).flatMap(([column, values]) =>
      values.map((value) => `update ${table} set ${column} = ${value}`),
    );
    return fc.record({
      verb: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...updates) },
        { weight: 1, arbitrary: fc.constant(`delete from ${table}`) },
      ),
      table: fc.constant(table),
      nth: fc.nat({ max: 1_000_000 }),
    });
  })
  .map(({ verb, table, nth }) => {
    const row = `(select o::text from ${table} o order by hashtext(o::text || ':nth') limit 1)`;
    return `${verb} where ${table}::text = ${row}`.replaceAll(":nth", String(nth));
  });

test("law: fingerprints find the buckets in which some question finds something, and no others", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(corruption, { minLength: 1, maxLength: 3 }), async (statements) => {
      const found = await afterwards(statements);
      if (found === null) return;
      expect(found.inBuckets).toEqual(found.all);
      expect(found.buckets.length > 0).toBe(Object.keys(found.all).length > 0);
    }),
    { numRuns: 60 },
  );
}, 60_000);
