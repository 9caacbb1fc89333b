import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/postgres.ts";
import { type Database, openDatabase } from "./database.ts";

let scratch: TestDatabase;
let database: Database;
beforeAll(async () => {
  scratch = await createTestDatabase();
  // One connection: what a failed group leaves behind meets the next.
  database = openDatabase(scratch.url, { postingPoolSize: 1 });
  await database.execute("create table thing (id int primary key, note text)");
});
afterAll(async () => {
  await database.close();
  await scratch.drop();
});

const add = "insert into thing (id, note) values ($1, $2)";

describe("statements of one turn", () => {
  test("are carried out in their order, each with its own rows", async () => {
    const rows = await database.posting(async (sql) => {
      sql.later(add, [1, "tea"]);
      return Promise.all([
        sql.query("select note from thing where id = $1", [1]),
        sql.execute("update thing set note = 'coffee' where id = 1"),
        sql.query("select id::bigint as id, note, null as nothing from thing"),
        sql.query("select 1 as none where false"),
      ]);
    });
    expect(rows).toEqual([[{ note: "tea" }], 1, [{ id: 1n, note: "coffee", nothing: null }], []]);
  });

  test("fail with the first that fails, and nothing of them stays", async () => {
    const broken = database.posting(async (sql) => {
      sql.later(add, [2, "milk"]);
      sql.later("select note, $1::int from thing", ["no number"]);
      await Promise.all([sql.query("select 5 as five"), sql.query("select note from thing")]);
    });
    await expect(broken).rejects.toThrow('invalid input syntax for type integer: "no number"');
    expect(await database.query("select id from thing where id = 2")).toEqual([]);
  });

  test("are prepared anew after a failure that came before them", async () => {
    const fresh = "select note as remembered from thing where id = $1";
    const first = database.posting(async (sql) => {
      sql.later("insert into thing (id) values (1)");
      await sql.query(fresh, [1]);
    });
    await expect(first).rejects.toThrow("duplicate key");
    const again = await database.posting((sql) => sql.query(fresh, [1]));
    expect(again).toEqual([{ remembered: "coffee" }]);
  });

  test("a statement that PostgreSQL does not understand spoils only its transaction", async () => {
    const wrong = "select no_such_column from thing";
    for (const _ of [1, 2]) {
      const asked = database.posting((sql) => sql.query(wrong));
      await expect(asked).rejects.toThrow("no_such_column");
    }
    expect(await database.posting((sql) => sql.query("select 6 as six"))).toEqual([{ six: 6 }]);
  });

  test("an answer that cannot be read is an error, not a row", async () => {
    const asked = database.posting((sql) => sql.query("select 1.5::numeric as half"));
    await expect(asked).rejects.toThrow("Cannot convert 1.5 to a BigInt");
    expect(await database.posting((sql) => sql.query("select 7 as seven"))).toEqual([{ seven: 7 }]);
  });
});

describe("a look-up", () => {
  test("answers like any other read", async () => {
    const notes = () => database.lookUps.query("select note from thing where id = any($1)", [[1]]);
    expect(await Promise.all([notes(), notes()])).toEqual([
      [{ note: "coffee" }],
      [{ note: "coffee" }],
    ]);
  });

  test("tells when its connection was cut, and the next takes another", async () => {
    const cut = database.lookUps.query("select pg_terminate_backend(pg_backend_pid())");
    await expect(cut).rejects.toThrow(/terminat/);
    expect(await database.lookUps.query("select 8 as eight")).toEqual([{ eight: 8 }]);
  });
});
