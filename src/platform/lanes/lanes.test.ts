import { describe, expect, test } from "vitest";
import { createLanes, type LaneLimits, type LaneWork } from "./lanes.ts";

type Item = { readonly owner: number; readonly name: string; readonly keys?: readonly string[] };

/** Lanes whose batches wait until the test lets them go. */
function openLanes(limits: Partial<LaneLimits> = {}, work: Partial<LaneWork<Item, string>> = {}) {
  const batches: string[][] = [];
  const gates: (() => void)[] = [];
  const lanes = createLanes<Item, string>(
    {
      name: "test",
      laneOf: ({ owner }) => owner,
      keysOf: ({ keys = [] }) => keys,
      async run(batch) {
        batches.push(batch.map(({ name }) => name));
        await new Promise<void>((resolve) => gates.push(resolve));
        return batch.map(({ name }) => `did ${name}`);
      },
      canRetryIndividually: () => true,
      ...work,
    },
    { lanes: 2, batchMaximum: 10, waitingMaximum: 100, ...limits },
  );
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    lanes,
    batches,
    turn,
    async letGo() {
      await turn();
      gates.shift()?.();
      await turn();
    },
  };
}

/** The item's answer; the test fails where it was not taken. */
function take(lanes: { submit(item: Item): Promise<string> | null }, wanted: Item) {
  return lanes.submit(wanted) ?? Promise.reject(new Error(`${wanted.name} was not taken`));
}

const item = (name: string, keys: readonly string[] = []): Item => ({ owner: 0, name, keys });

describe("lanes", () => {
  test("carry out together what arrived in one turn, and what gathered meanwhile", async () => {
    const { lanes, batches, turn, letGo } = openLanes();
    const first = ["a", "b"].map((name) => take(lanes, item(name)));
    await turn();
    const second = ["c", "d", "e"].map((name) => take(lanes, item(name)));
    await letGo();
    await letGo();
    expect(batches).toEqual([
      ["a", "b"],
      ["c", "d", "e"],
    ]);
    expect(await Promise.all([...first, ...second])).toEqual(
      ["a", "b", "c", "d", "e"].map((name) => `did ${name}`),
    );
  });

  test("share a batch while few wait", async () => {
    const { lanes, batches, letGo } = openLanes();
    void lanes.submit({ owner: 0, name: "left" });
    const right = lanes.submit({ owner: 1, name: "right" });
    await letGo();
    expect(batches).toEqual([["left", "right"]]);
    expect(await right).toBe("did right");
  });

  test("work beside each other when many wait", async () => {
    const { lanes, batches, letGo } = openLanes({ batchMaximum: 4 });
    const right = take(lanes, { owner: 1, name: "b" });
    for (const [name, owner] of [
      ["a", 0],
      ["c", 0],
      ["d", 1],
    ] as const) {
      void lanes.submit({ owner, name });
    }
    await letGo();
    expect(batches).toEqual([
      ["a", "c"],
      ["b", "d"],
    ]);
    await letGo();
    expect(await right).toBe("did b");
  });

  test("a few beside a busy lane wait for its batch, and for no second one", async () => {
    const { lanes, batches, turn, letGo } = openLanes({ batchMaximum: 4 });
    const left = (name: string) => void lanes.submit({ owner: 0, name });
    for (const name of ["a", "b", "c", "d"]) left(name);
    await turn();
    const right = take(lanes, { owner: 1, name: "right" });
    await turn();
    expect(batches).toEqual([["a", "b", "c", "d"]]);
    for (const name of ["e", "f", "g", "h"]) left(name);
    await letGo();
    expect(batches.slice(1)).toEqual([["e", "f", "g", "h"], ["right"]]);
    await letGo();
    await letGo();
    expect(await right).toBe("did right");
  });

  test("enough beside a busy lane wait for nothing", async () => {
    const { lanes, batches, turn } = openLanes({ batchMaximum: 4 });
    for (const name of ["a", "b", "c", "d"]) void lanes.submit(item(name));
    await turn();
    for (const name of ["x", "y"]) void lanes.submit({ owner: 1, name });
    await turn();
    expect(batches).toEqual([
      ["a", "b", "c", "d"],
      ["x", "y"],
    ]);
  });

  test("never have two items of one key in a batch, and keep the order of those that wait", async () => {
    const { lanes, batches, letGo } = openLanes();
    for (const [name, key] of [
      ["a1", "a"],
      ["a2", "a"],
      ["b1", "b"],
      ["a3", "a"],
      ["b2", "b"],
    ] as const) {
      void lanes.submit(item(name, [key]));
    }
    for (let count = 0; count < 3; count += 1) await letGo();
    expect(batches).toEqual([["a1", "b1"], ["a2", "b2"], ["a3"]]);
  });

  test("an item that waits for one of its keys holds back those that share another with it", async () => {
    const { lanes, batches, letGo } = openLanes();
    void lanes.submit(item("first", ["a"]));
    void lanes.submit(item("second", ["a", "b"]));
    void lanes.submit(item("third", ["b"]));
    for (let count = 0; count < 3; count += 1) await letGo();
    expect(batches).toEqual([["first"], ["second"], ["third"]]);
  });

  test("keep batches within the maximum", async () => {
    const { lanes, batches, letGo } = openLanes({ batchMaximum: 2 });
    for (const name of ["a", "b", "c", "d", "e"]) void lanes.submit(item(name));
    for (let count = 0; count < 3; count += 1) await letGo();
    expect(batches).toEqual([["a", "b"], ["c", "d"], ["e"]]);
  });

  test("refuse at once when too many wait, and take again when there is room", async () => {
    const { lanes, letGo } = openLanes({ waitingMaximum: 2 });
    expect(lanes.submit(item("a"))).not.toBeNull();
    expect(lanes.submit(item("b"))).not.toBeNull();
    expect(lanes.submit(item("c"))).toBeNull();
    await letGo();
    expect(lanes.submit(item("d"))).not.toBeNull();
  });

  test("told to drain they take nothing new and finish what they have", async () => {
    const { lanes, letGo } = openLanes();
    const answer = lanes.submit(item("a"));
    let drained = false;
    const draining = lanes.drain().then(() => {
      drained = true;
    });
    expect(lanes.submit(item("b"))).toBeNull();
    expect(drained).toBe(false);
    await letGo();
    await draining;
    expect(await answer).toBe("did a");
  });

  test("drain at once when there is nothing", async () => {
    const { lanes } = openLanes();
    await expect(lanes.drain()).resolves.toBeUndefined();
  });

  test("try each item alone when the batch failed, so that one costs its neighbours nothing", async () => {
    const runs: string[][] = [];
    const { lanes } = openLanes(
      {},
      {
        async run(batch) {
          runs.push(batch.map(({ name }) => name));
          if (batch.some(({ name }) => name === "poison")) throw new Error("poison");
          return batch.map(({ name }) => `did ${name}`);
        },
      },
    );
    const answers = await Promise.allSettled(
      ["a", "poison", "b"].map((name) => take(lanes, item(name))),
    );
    expect(answers).toEqual([
      { status: "fulfilled", value: "did a" },
      { status: "rejected", reason: new Error("poison") },
      { status: "fulfilled", value: "did b" },
    ]);
    expect(runs).toEqual([["a", "poison", "b"], ["a"], ["poison"], ["b"]]);
  });

  test("give all of a batch the error that is nobody's own, and go on", async () => {
    let isDown = true;
    const { lanes } = openLanes(
      {},
      {
        async run(batch) {
          if (isDown) throw new Error("database is down");
          return batch.map(({ name }) => `did ${name}`);
        },
        canRetryIndividually: () => false,
      },
    );
    const answers = await Promise.allSettled(["a", "b"].map((name) => take(lanes, item(name))));
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    isDown = false;
    expect(await lanes.submit(item("c"))).toBe("did c");
  });

  test("give the error that is nobody's own to those who wait behind the batch, too, and go on", async () => {
    const gates: (() => void)[] = [];
    let isDown = true;
    const { lanes, batches, turn } = openLanes(
      {},
      {
        async run(batch) {
          if (!isDown) return batch.map(({ name }) => `did ${name}`);
          await new Promise<void>((resolve) => gates.push(resolve));
          throw new Error("database is down");
        },
        canRetryIndividually: () => false,
      },
    );
    const first = take(lanes, item("a"));
    await turn();
    const behind = take(lanes, item("b"));
    gates.shift()?.();
    const answers = await Promise.allSettled([first, behind]);
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(batches).toEqual([]);
    expect(gates).toEqual([]);
    isDown = false;
    expect(await take(lanes, item("c"))).toBe("did c");
  });
});
