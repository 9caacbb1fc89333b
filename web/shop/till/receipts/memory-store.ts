import type { SavedBasket } from "../basket/saved-basket.ts";
import type { PendingReceipt } from "./pending-receipt.ts";
import type { TillCounter } from "./receipt-number.ts";
import { byAge, type TillStore, takeNumber } from "./till-store.ts";

/** Keeps until the page is left. For browsers that keep nothing, as in private windows. */
export function memoryStore(): TillStore {
  const counters = new Map<string, TillCounter>();
  const receipts = new Map<string, PendingReceipt>();
  const baskets = new Map<string, SavedBasket>();
  const nameOf = (shopId: string, number: string) => JSON.stringify([shopId, number]);
  const put = (receipt: PendingReceipt) =>
    receipts.set(nameOf(receipt.shopId, receipt.number), receipt);
  return {
    isDurable: false,
    async addReceipt(request) {
      const { shopId, ownNumber } = request;
      if (ownNumber !== null && receipts.has(nameOf(shopId, ownNumber))) return "number_waiting";
      const taken = takeNumber(counters.get(shopId), request);
      if (ownNumber === null) counters.set(shopId, taken.counter);
      const receipt = request.make(ownNumber ?? taken.number);
      put(receipt);
      baskets.delete(request.basketId);
      return receipt;
    },
    async saveReceipt(receipt) {
      put(receipt);
    },
    async removeReceipt({ shopId, number }) {
      receipts.delete(nameOf(shopId, number));
    },
    receiptsOf: async (shopId) =>
      byAge([...receipts.values()].filter((receipt) => receipt.shopId === shopId)),
    async saveBasket(basket) {
      baskets.set(basket.id, basket);
    },
    async removeBasket(basketId) {
      baskets.delete(basketId);
    },
    baskets: async () => [...baskets.values()],
    async giveBack(receipt, basket) {
      receipts.delete(nameOf(receipt.shopId, receipt.number));
      baskets.set(basket.id, basket);
    },
  };
}
