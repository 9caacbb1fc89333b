import { expect, test } from "vitest";
import type { Sql } from "../db/database.ts";
import type { FactVersion } from "./fact-version.store.ts";
import { rememberFacts } from "./remember-facts.ts";

const sql = {} as Sql;
const [first, second] = ["v1", "v2"] as FactVersion[] as [FactVersion, FactVersion];

function counting(facts: ReadonlyMap<string, string>) {
  const loads: (readonly string[])[] = [];
  const read = rememberFacts(async (_, keys) => {
    loads.push(keys);
    return new Map(
      keys.flatMap((key) => {
        const fact = facts.get(key);
        return fact === undefined ? [] : [[key, fact] as const];
      }),
    );
  });
  return { read, loads };
}

test("a fact is loaded once under a version, and only what is missing", async () => {
  const { read, loads } = counting(
    new Map([
      ["a", "A"],
      ["b", "B"],
    ]),
  );
  expect((await read(sql, ["a"], first)).get("a")).toBe("A");
  const both = await read(sql, ["a", "b"], first);
  expect([both.get("a"), both.get("b")]).toEqual(["A", "B"]);
  expect(loads).toEqual([["a"], ["b"]]);
});

test("another version asks for everything again", async () => {
  const facts = new Map([["a", "old"]]);
  const { read } = counting(facts);
  await read(sql, ["a"], first);
  facts.set("a", "new");
  expect((await read(sql, ["a"], first)).get("a")).toBe("old");
  expect((await read(sql, ["a"], second)).get("a")).toBe("new");
});

test("what is not there is asked for each time", async () => {
  const facts = new Map<string, string>();
  const { read } = counting(facts);
  expect((await read(sql, ["a"], first)).has("a")).toBe(false);
  facts.set("a", "A");
  expect((await read(sql, ["a"], first)).get("a")).toBe("A");
});

test("a load under an older version does not reach those who see the newer one", async () => {
  const gates: (() => void)[] = [];
  let now = "old";
  const read = rememberFacts(async (_, keys) => {
    const seen = now;
    await new Promise<void>((resolve) => gates.push(resolve));
    return new Map(keys.map((key) => [key, seen]));
  });
  const early = read(sql, ["a"], first);
  now = "new";
  const late = read(sql, ["a"], second);
  for (const open of gates.reverse()) open();
  expect((await early).get("a")).toBe("old");
  expect((await late).get("a")).toBe("new");
  expect((await read(sql, ["a"], second)).get("a")).toBe("new");
});
