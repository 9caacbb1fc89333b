import { expect, test } from "vitest";
import { gatherReads } from "./gather-reads.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("keys asked for in one turn are read together, each once", async () => {
  const reads: (readonly string[])[] = [];
  const read = gatherReads(async (keys) => {
    reads.push(keys);
    return new Map(keys.filter((key) => key !== "unknown").map((key) => [key, key.toUpperCase()]));
  });
  const answers = await Promise.all(["a", "b", "a", "unknown"].map((key) => read(key)));
  expect(answers).toEqual(["A", "B", "A", undefined]);
  expect(reads).toEqual([["a", "b", "unknown"]]);
});

test("what is asked for during a read is read after it, never answered by it", async () => {
  let value = "old";
  const gates: (() => void)[] = [];
  const read = gatherReads(async (keys) => {
    const seen = value;
    await new Promise<void>((resolve) => gates.push(resolve));
    return new Map(keys.map((key) => [key, seen]));
  });
  const early = read("key");
  await turn();
  value = "new";
  const late = read("key");
  gates.shift()?.();
  expect(await early).toBe("old");
  await turn();
  gates.shift()?.();
  expect(await late).toBe("new");
});

test("a read that fails fails for those who asked, and the next is tried", async () => {
  let isDown = true;
  const read = gatherReads(async (keys) => {
    if (isDown) throw new Error("database is down");
    return new Map(keys.map((key) => [key, 1]));
  });
  await expect(Promise.all([read("a"), read("b")])).rejects.toThrow("database is down");
  isDown = false;
  expect(await read("a")).toBe(1);
});

test("a read that never answers does not keep the next from being read", async () => {
  const reads: (readonly string[])[] = [];
  const read = gatherReads(
    async (keys) => {
      reads.push(keys);
      if (keys.includes("stuck")) await new Promise(() => undefined);
      return new Map(keys.map((key) => [key, key]));
    },
    { aloneAfter: 1 },
  );
  void read("stuck");
  await turn();
  expect(await read("free")).toBe("free");
  expect(reads).toEqual([["stuck"], ["free"]]);
});
