import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/postgres.ts";
import { type Database, openDatabase, type Parameter } from "./database.ts";

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

test.each<[string, string, readonly Parameter[]]>([
  ["plain words", "text", ["sale_01h", "a:b.c+d-e", "2026-01-10T12:00:00.000Z"]],
  ["a comma among plain words", "text", ["a", "b,c", "d"]],
  ["nothing but a comma", "text", [","]],
  ["a comma first or last", "text", [",a", "b,"]],
  ["an empty text among plain words", "text", ["a", "", "b"]],
  ["the word null among plain words", "text", ["a", "null", "b"]],
  ["odd characters last", "text", ["a", "b", "c d"]],
  ["what must be quoted", "text", ['"', "\\", "a,b", "{}", " ", "\n", "'", '{"a":"\\""}']],
  ["words that mean something", "text", ["null", "NULL", "Null", "nullable", "true"]],
  ["the empty text", "text", [""]],
  ["Chinese", "text", ["兰州面馆", "通兑 😀"]],
  ["nulls", "text", [null, "a", null]],
  ["nothing", "text", []],
  ["numbers", "int", [0, -1, 2_147_483_647]],
  ["large numbers", "bigint", [0n, -5n, 9_007_199_254_740_993n]],
  ["fractions and what is no number", "float8", [0.5, 1e21, 1e-7, Number.NaN, -Infinity]],
  ["truth", "boolean", [true, false, null]],
  ["bytes", "bytea", [Buffer.from([0, 92, 34, 255]), Buffer.alloc(0)]],
])("%s come back as they went", async (_, type, values) => {
  const rows = await database.query<{ value: Parameter }>(
    `select value from unnest($1::${type}[]) with ordinality as sent (value, place) order by place`,
    [values],
  );
  expect(rows.map(({ value }) => value)).toEqual(values);
});

test("lists of lists come back as they went", async () => {
  const [row] = await database.query<{ value: string[][] }>("select $1::text[][] as value", [
    [
      ["a", '"b"'],
      ["c,", "{d}"],
    ],
  ]);
  expect(row?.value).toEqual([
    ["a", '"b"'],
    ["c,", "{d}"],
  ]);
});
