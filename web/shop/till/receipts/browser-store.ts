import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { SavedBasket } from "../basket/saved-basket.ts";
import type { PendingReceipt } from "./pending-receipt.ts";
import type { TillCounter } from "./receipt-number.ts";
import { byAge, type TillStore, takeNumber } from "./till-store.ts";

const databaseName = "tongdui-till";
/** Safari can leave an open request without an answer; the till does not wait for ever. */
const opensWithinMilliseconds = 5_000;

interface Schema extends DBSchema {
  counters: { key: string; value: TillCounter };
  receipts: { key: [shopId: string, number: string]; value: PendingReceipt };
  baskets: { key: string; value: SavedBasket };
}

/** Writes are on the disk when they are answered: a receipt must outlive a power cut. */
const strict = { durability: "strict" } as const;
const relaxed = { durability: "relaxed" } as const;

/** Keeps in IndexedDB. Throws where the browser has none, or does not let pages use it. */
export async function browserStore(): Promise<TillStore> {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const forget = () => {
    opened = null;
  };
  // Somebody may clear the site's data while the page is open: the next call opens it again.
  async function database(): Promise<IDBPDatabase<Schema>> {
    opened ??= open(forget);
    return opened.catch((thrown: unknown) => {
      forget();
      throw thrown;
    });
  }
  await database();
  return { isDurable: true, ...receiptCalls(database), ...basketCalls(database) };
}

type Database = () => Promise<IDBPDatabase<Schema>>;

function receiptCalls(
  database: Database,
): Pick<TillStore, "addReceipt" | "saveReceipt" | "removeReceipt" | "receiptsOf" | "giveBack"> {
  return {
    async addReceipt(request) {
      const { shopId, ownNumber, basketId } = request;
      const db = await database();
      const work = db.transaction(["counters", "receipts", "baskets"], "readwrite", strict);
      const receipts = work.objectStore("receipts");
      if (ownNumber !== null && (await receipts.getKey([shopId, ownNumber])) !== undefined) {
        await work.done;
        return "number_waiting";
      }
      const counters = work.objectStore("counters");
      const taken = takeNumber(await counters.get(shopId), request);
      const receipt = request.make(ownNumber ?? taken.number);
      if (ownNumber === null) await counters.put(taken.counter, shopId);
      await receipts.add(receipt, [shopId, receipt.number]);
      await work.objectStore("baskets").delete(basketId);
      await work.done;
      return receipt;
    },
    async saveReceipt(receipt) {
      const work = (await database()).transaction("receipts", "readwrite", strict);
      await work.store.put(receipt, [receipt.shopId, receipt.number]);
      await work.done;
    },
    async removeReceipt({ shopId, number }) {
      const work = (await database()).transaction("receipts", "readwrite", strict);
      await work.store.delete([shopId, number]);
      await work.done;
    },
    async receiptsOf(shopId) {
      // Arrays come after all texts: the range holds every number of the shop.
      const range = IDBKeyRange.bound([shopId], [shopId, []]);
      return byAge(await (await database()).getAll("receipts", range));
    },
    async giveBack(receipt, basket) {
      const work = (await database()).transaction(["receipts", "baskets"], "readwrite", strict);
      await work.objectStore("receipts").delete([receipt.shopId, receipt.number]);
      await work.objectStore("baskets").put(basket, basket.id);
      await work.done;
    },
  };
}

function basketCalls(
  database: Database,
): Pick<TillStore, "saveBasket" | "removeBasket" | "baskets"> {
  return {
    async saveBasket(basket) {
      const work = (await database()).transaction("baskets", "readwrite", relaxed);
      await work.store.put(basket, basket.id);
      await work.done;
    },
    async removeBasket(basketId) {
      const work = (await database()).transaction("baskets", "readwrite", relaxed);
      await work.store.delete(basketId);
      await work.done;
    },
    baskets: async () => (await database()).getAll("baskets"),
  };
}

async function open(forget: () => void): Promise<IDBPDatabase<Schema>> {
  const opening = openDB<Schema>(databaseName, 1, {
    upgrade(db) {
      db.createObjectStore("counters");
      db.createObjectStore("receipts");
      db.createObjectStore("baskets");
    },
    blocking(_current, _blocked, event) {
      forget();
      (event.target as IDBDatabase).close();
    },
    terminated: forget,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error("IndexedDB does not answer")),
      opensWithinMilliseconds,
    );
  });
  try {
    return await Promise.race([opening, late]);
  } finally {
    clearTimeout(timer);
  }
}
