import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, test } from "vitest";
import { ApiProblem, type SaleAnswer, type ShopProduct } from "../../../api/index.ts";
import { addToBasket, emptyBasket } from "../basket/basket.ts";
import { browserStore } from "./browser-store.ts";
import { memoryStore } from "./memory-store.ts";
import type { PendingReceipt } from "./pending-receipt.ts";
import { ReceiptQueue } from "./receipt-queue.ts";
import type { TillStore } from "./till-store.ts";

const tea: ShopProduct = {
  id: "prd_tea",
  name: "奶茶",
  barcode: null,
  category: null,
  price: 1200,
  status: "active",
};
const basket = addToBasket(emptyBasket, tea, 1);
const sale = { basket, member: null, ownNumber: null, basketId: "basket" };
const offline = new ApiProblem({ status: 0, code: "offline" });
const answer = { id: "sale_1" } as SaleAnswer;

/** One tab of the shop's till on a store. The network answers what `outcomes` say, then succeeds. */
function tab(store: TillStore, outcomes: (ApiProblem | SaleAnswer)[] = []) {
  const sent: { key: string; body: string }[] = [];
  const planned: (() => void)[] = [];
  let keys = 0;
  const queue = new ReceiptQueue("shop_1", {
    store,
    async post({ key, body }: PendingReceipt) {
      // The receipt is stored before it is sent.
      expect((await store.receiptsOf("shop_1")).some((one) => one.body === body)).toBe(true);
      sent.push({ key, body });
      const outcome = outcomes.shift() ?? answer;
      if (outcome instanceof ApiProblem) throw outcome;
      return outcome;
    },
    exclusively: (_, run) => run(),
    announce: () => undefined,
    now: () => new Date("2026-11-22T04:00:00.000Z"),
    day: () => "261122",
    newKey: () => `key-${++keys}`,
    newTillName: () => "K7Q2MA",
    later(run) {
      planned.push(run);
      return () => undefined;
    },
  });
  /** Everything that was started has ended. */
  async function settled() {
    while (queue.view().sending.size > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return { queue, sent, planned, settled };
}

const states = (queue: ReceiptQueue) => queue.view().receipts.map(({ state }) => state.is);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe.each([
  ["IndexedDB", browserStore],
  ["memory", async () => memoryStore()],
])("receipts in %s", (_, open) => {
  test("an answer that is lost is asked for again with the same bytes", async () => {
    const { queue, sent, settled } = tab(await open(), [offline, offline]);
    const receipt = await queue.record(sale);
    await settled();
    expect(states(queue)).toEqual(["waiting"]);
    await queue.sendAll();
    await queue.sendAll();
    expect(states(queue)).toEqual(["recorded"]);
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(receipt).toMatchObject({ number: "261122-K7Q2MA-0001", body: sent[0]?.body });
  });

  test("the next sale, however alike, has another number and key", async () => {
    const { queue, sent, settled } = tab(await open(), [offline]);
    await queue.record(sale);
    await queue.record(sale);
    await settled();
    expect(new Set(sent.map(({ key }) => key)).size).toBe(2);
    expect(queue.view().receipts.map(({ number }) => number)).toEqual([
      "261122-K7Q2MA-0001",
      "261122-K7Q2MA-0002",
    ]);
  });

  test("another page finds it and finishes it, with the same bytes", async () => {
    const store = await open();
    const first = tab(store, [offline]);
    await first.queue.record(sale);
    await first.settled();
    const second = tab(store);
    await second.queue.refresh();
    await second.queue.sendAll();
    expect(states(second.queue)).toEqual(["recorded"]);
    expect(second.sent).toEqual(first.sent);
  });

  test("two tabs at once never take one number", async () => {
    const store = await open();
    const [left, right] = [tab(store), tab(store)];
    const recorded = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? left : right).queue.record(sale)),
    );
    const numbers = recorded.map((one) => (typeof one === "object" ? one.number : one));
    expect(new Set(numbers).size).toBe(20);
    for (const { settled } of [left, right]) await settled();
  });

  test("a basket is gone in the moment in which its receipt is stored", async () => {
    const store = await open();
    const { queue, settled } = tab(store);
    const saved = { shopId: "shop_1", accountId: "cus_1", savedAt: "", basket, member: null };
    await store.saveBasket({ ...saved, id: "basket" });
    await store.saveBasket({ ...saved, id: "other" });
    await queue.record(sale);
    expect((await store.baskets()).map(({ id }) => id)).toEqual(["other"]);
    await settled();
  });

  test("a number of the register is not taken while its receipt waits", async () => {
    const { queue, settled } = tab(await open(), [offline]);
    await queue.record({ ...sale, ownNumber: "R-7" });
    await settled();
    expect(await queue.record({ ...sale, ownNumber: "R-7" })).toBe("number_waiting");
    expect(queue.view().receipts).toHaveLength(1);
  });

  test("a refusal after a lost answer that says nothing of the first attempt leaves it open", async () => {
    const suspended = new ApiProblem({ status: 409, code: "shop_suspended" });
    const { queue, settled } = tab(await open(), [offline, suspended]);
    await queue.record(sale);
    await settled();
    await queue.sendAll();
    expect(states(queue)).toEqual(["waiting"]);
  });

  test("a refused receipt is kept until the person has seen it", async () => {
    const store = await open();
    const unknown = new ApiProblem({ status: 422, code: "unknown_product" });
    const { queue, settled } = tab(store, [unknown]);
    const receipt = await queue.record(sale);
    await settled();
    const next = tab(store);
    await next.queue.refresh();
    expect(states(next.queue)).toEqual(["refused"]);
    if (typeof receipt === "object") await next.queue.dismiss(receipt.number);
    expect(await store.receiptsOf("shop_1")).toEqual([]);
  });

  test("what waits is sent again later, without being asked", async () => {
    const { queue, planned, settled } = tab(await open(), [offline]);
    await queue.record(sale);
    await settled();
    expect(planned).toHaveLength(1);
    planned[0]?.();
    await settled();
    await settled();
    expect(states(queue)).toEqual(["recorded"]);
  });

  test("receipts of another shop are not this queue's", async () => {
    const store = await open();
    const { queue, settled } = tab(store, [offline]);
    await queue.record(sale);
    await settled();
    expect(await store.receiptsOf("shop_2")).toEqual([]);
  });
});

test("storage that is cleared under an open page starts a till of another name", async () => {
  const store = await browserStore();
  const { queue, settled } = tab(store);
  await queue.record(sale);
  await settled();
  await new Promise((resolve) => {
    indexedDB.deleteDatabase("tongdui-till").onsuccess = resolve;
  });
  const request = { shopId: "shop_1", ownNumber: null, day: "261122", basketId: "basket" };
  const taken: string[] = [];
  await store.addReceipt({
    ...request,
    newTillName: "ZZZZZZ",
    make(number) {
      taken.push(number);
      return { ...(queue.view().receipts[0] as PendingReceipt), number };
    },
  });
  expect(taken).toEqual(["261122-ZZZZZZ-0001"]);
});

test("a store that fails sends nothing", async () => {
  const store = memoryStore();
  const { queue, sent } = tab({
    ...store,
    addReceipt: () => Promise.reject(new Error("the disk is full")),
  });
  await expect(queue.record(sale)).rejects.toThrow("the disk is full");
  expect(sent).toEqual([]);
});
