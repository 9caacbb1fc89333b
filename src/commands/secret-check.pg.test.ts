import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "../platform/db/database.ts";
import { createTestDatabase, type TestDatabase } from "../platform/testing/postgres.ts";
import { isSecretOf } from "./secret-check.store.ts";

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

test("of two first servers with different secrets one has the database, and keeps it", async () => {
  const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const first = await Promise.all([isSecretOf(database, one), isSecretOf(database, other)]);
  expect([...first].sort()).toEqual([false, true]);
  expect([await isSecretOf(database, one), await isSecretOf(database, other)]).toEqual(first);
});
