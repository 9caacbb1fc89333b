import { expect, test } from "vitest";
import type { ShopProduct } from "../../api/index.ts";
import { sortBaskets } from "./basket/saved-basket.ts";
import { memoryStore } from "./receipts/memory-store.ts";
import { ReceiptQueue } from "./receipts/receipt-queue.ts";
import { TillSession } from "./session.ts";

const tea: ShopProduct = {
  id: "prd_tea",
  name: "奶茶",
  barcode: null,
  category: null,
  price: 1200,
  status: "active",
};
const of = { basketId: "basket", shopId: "shop_1", accountId: "acc_1" };
const now = () => new Date("2026-11-22T04:00:00.000Z");
const member = { customerId: "cus_1", displayName: "林小满", available: 250 };

function openSession(store = memoryStore(), found: Parameters<typeof restore>[0] = null) {
  return { store, session: restore(found, store) };
}

function restore(
  found: ConstructorParameters<typeof TillSession>[0]["found"],
  store = memoryStore(),
) {
  const queue = new ReceiptQueue("shop_1", {
    store,
    post: () => new Promise(() => undefined),
    exclusively: (_, run) => run(),
    announce: () => undefined,
    now,
    day: () => "261122",
    newKey: () => "key",
    newTillName: () => "K7Q2MA",
    later: () => () => undefined,
  });
  return new TillSession({ store, queue, of, now, found });
}

test("every change is stored, and found again after a reload", async () => {
  const { store, session } = openSession();
  session.dispatch({ do: "add", product: tea, quantity: 3 });
  session.dispatch({ do: "member", member });
  await new Promise((resolve) => setTimeout(resolve, 0));
  const [saved] = await store.baskets();
  expect(saved).toMatchObject({ shopId: "shop_1", accountId: "acc_1", id: "basket" });
  const view = restore(saved ?? null).view();
  expect(view.isRestored).toBe(true);
  expect(view.basket.lines).toMatchObject([{ quantity: 3 }]);
  expect(view.member).toEqual({ ...member, available: null });
});

test("a basket becomes one receipt, however often it is recorded", async () => {
  const { store, session } = openSession();
  session.dispatch({ do: "add", product: tea, quantity: 1 });
  await session.record(null);
  expect(session.view().basket.lines).toEqual([]);
  expect(await store.receiptsOf("shop_1")).toHaveLength(1);
});

test("signing out leaves no basket, and keeps the receipts", async () => {
  const { store, session } = openSession();
  session.dispatch({ do: "add", product: tea, quantity: 1 });
  await session.record(null);
  session.dispatch({ do: "add", product: tea, quantity: 1 });
  await session.end();
  expect(await store.baskets()).toEqual([]);
  expect(await store.receiptsOf("shop_1")).toHaveLength(1);
});

test("a refused receipt does not push away the basket that is being made", async () => {
  const { store, session } = openSession();
  session.dispatch({ do: "add", product: tea, quantity: 2 });
  await session.record(null);
  const [receipt] = await store.receiptsOf("shop_1");
  session.dispatch({ do: "add", product: tea, quantity: 1 });
  if (receipt === undefined) throw new Error("expected a receipt");
  expect(await session.giveBack(receipt)).toBe(false);
  session.dispatch({ do: "clear" });
  expect(await session.giveBack(receipt)).toBe(true);
  expect(session.view().basket).toEqual(receipt.basket);
  expect(await store.receiptsOf("shop_1")).toEqual([]);
});

test("a tab goes on only with its own shop's and account's baskets of today, newest first", () => {
  const saved = (id: string, savedAt: string, part: object = {}) => ({
    ...of,
    id,
    savedAt,
    basket: { lines: [], lastProductId: null },
    member: null,
    ...part,
  });
  const baskets = [
    saved("old", "2026-11-20T00:00:00.000Z"),
    saved("first", "2026-11-22T01:00:00.000Z"),
    saved("last", "2026-11-22T03:00:00.000Z"),
    saved("theirs", "2026-11-22T03:00:00.000Z", { accountId: "acc_2" }),
    saved("elsewhere", "2026-11-22T03:00:00.000Z", { shopId: "shop_2" }),
  ];
  const { candidates, outdated } = sortBaskets(baskets, { ...of, now: now() });
  expect(candidates.map(({ id }) => id)).toEqual(["last", "first"]);
  expect(outdated).toEqual(["old"]);
});
