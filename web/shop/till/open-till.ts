import { atSignOut, earning, serverNow } from "../../api/index.ts";
import { type SavedBasket, sortBaskets } from "./basket/saved-basket.ts";
import {
  channel,
  exclusively,
  hasLocks,
  holdForever,
  isReloaded,
  newKey,
  randomBytes,
} from "./browser.ts";
import { browserStore } from "./receipts/browser-store.ts";
import { memoryStore } from "./receipts/memory-store.ts";
import type { PendingReceipt } from "./receipts/pending-receipt.ts";
import { dayOf, tillName } from "./receipts/receipt-number.ts";
import { ReceiptQueue } from "./receipts/receipt-queue.ts";
import type { TillStore } from "./receipts/till-store.ts";
import { TillSession } from "./session.ts";

const tabs = channel("tongdui-till");
/** A page that is being reloaded lets go of its basket within a moment. */
const ownBasketWithinMilliseconds = 1_000;
const otherBasketWithinMilliseconds = 50;
const ownBasketKey = "tongdui.till.basket";

let store: Promise<TillStore> | null = null;
const queues = new Map<string, ReceiptQueue>();
const sessions = new Map<string, Promise<TillSession>>();

/** The till of one shop and one account in this tab: made once, whatever page is on screen. */
export function openTill(shopId: string, accountId: string): Promise<TillSession> {
  const name = JSON.stringify([shopId, accountId]);
  const open = sessions.get(name) ?? openSession({ shopId, accountId });
  sessions.set(name, open);
  return open;
}

/** Somebody signs out: baskets go, receipts that are not settled stay. */
atSignOut(async () => {
  tabs.say("signed-out");
  try {
    await endSessions();
    const kept = await openStore();
    for (const { id } of await kept.baskets()) await kept.removeBasket(id);
  } catch (thrown) {
    console.error(thrown);
  }
});

async function endSessions(): Promise<void> {
  const open = [...sessions.values()];
  sessions.clear();
  for (const session of open) await (await session).end();
}

tabs.hear((word) => {
  if (word === "signed-out") void endSessions();
  if (word === "receipts") for (const queue of queues.values()) void queue.refresh();
});

async function openSession(of: { shopId: string; accountId: string }): Promise<TillSession> {
  const kept = await openStore();
  const queue = await openQueue(of.shopId, kept);
  const { basketId, found } = await takeBasket(kept, of);
  return new TillSession({ store: kept, queue, of: { ...of, basketId }, now: serverNow, found });
}

function openStore(): Promise<TillStore> {
  store ??= browserStore().catch((thrown: unknown) => {
    console.error(thrown);
    return memoryStore();
  });
  return store;
}

async function openQueue(shopId: string, kept: TillStore): Promise<ReceiptQueue> {
  const open = queues.get(shopId);
  if (open !== undefined) return open;
  const queue = new ReceiptQueue(shopId, {
    store: kept,
    post: send,
    exclusively,
    announce: () => tabs.say("receipts"),
    now: serverNow,
    day: () => dayOf(new Date()),
    newKey,
    newTillName: () => tillName(randomBytes(16)),
    later(run, milliseconds) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
  });
  queues.set(shopId, queue);
  window.addEventListener("online", () => void queue.sendAll());
  window.addEventListener("beforeunload", (event) => {
    // Without storage a reload would lose the number, and with it the way to ask again.
    const isWaiting = queue.view().receipts.some(({ state }) => state.is === "waiting");
    if (isWaiting && !kept.isDurable) event.preventDefault();
  });
  await queue.refresh();
  void queue.sendAll();
  return queue;
}

/** The stored text, byte for byte: JSON that was made by `JSON.stringify` comes out of it the same. */
function send(receipt: PendingReceipt) {
  return earning.recordSale(receipt.shopId, JSON.parse(receipt.body), receipt.key);
}

/** The basket that this tab goes on with: its own, else one that no tab has, else a new one. */
async function takeBasket(
  kept: TillStore,
  of: { shopId: string; accountId: string },
): Promise<{ basketId: string; found: SavedBasket | null }> {
  const { candidates, outdated } = sortBaskets(await kept.baskets(), { ...of, now: serverNow() });
  for (const id of outdated) await kept.removeBasket(id);
  const ownId = readOwn();
  // Without locks only a reload is sure to be the only tab with its basket.
  const mayOwn = hasLocks() || isReloaded();
  const own = candidates.filter(({ id }) => mayOwn && id === ownId);
  const others = candidates.filter(({ id }) => hasLocks() && id !== ownId);
  for (const found of [...own, ...others]) {
    const wait = found.id === ownId ? ownBasketWithinMilliseconds : otherBasketWithinMilliseconds;
    if (await holdForever(`tongdui basket ${found.id}`, wait)) return taken(found.id, found);
  }
  const basketId = newKey();
  await holdForever(`tongdui basket ${basketId}`, ownBasketWithinMilliseconds);
  return taken(basketId, null);
}

function taken(basketId: string, found: SavedBasket | null) {
  try {
    sessionStorage.setItem(ownBasketKey, basketId);
  } catch {
    // Without storage there is nothing to go on with after a reload either.
  }
  return { basketId, found };
}

function readOwn(): string | null {
  try {
    return sessionStorage.getItem(ownBasketKey);
  } catch {
    return null;
  }
}
