import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/postgres.ts";
import { binaryBytes, binaryTexts } from "./array-binary.ts";
import { type Database, openDatabase } from "./database.ts";

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

async function roundTrip<Value>(type: string, values: Buffer): Promise<Value[]> {
  const rows = await database.query<{ value: Value }>(
    `select value from unnest($1::${type}[]) with ordinality as sent (value, place) order by place`,
    [values],
  );
  return rows.map(({ value }) => value);
}

test.each<[string, readonly string[]]>([
  ["JSON", ['{"a":"\\"","b":["{}",null]}', "[]"]],
  ["Chinese", ["兰州面馆", "通兑 😀"]],
  ["the empty text and the word null", ["", "null", "NULL"]],
  ["nothing", []],
  ["a long text", ["x".repeat(100_000)]],
])("%s comes back as it went", async (_, texts) => {
  expect(await roundTrip<string>("text", binaryTexts(texts))).toEqual(texts);
});

test("bytes come back as they went", async () => {
  const values = [Buffer.from([0, 92, 34, 255]), Buffer.alloc(0)];
  expect(await roundTrip<Buffer>("bytea", binaryBytes(values))).toEqual(values);
  expect(await roundTrip<Buffer>("bytea", binaryBytes([]))).toEqual([]);
});

test("is refused where another type is expected, never misread", async () => {
  await expect(roundTrip("int", binaryTexts(["1"]))).rejects.toThrow("array element type 25");
});
