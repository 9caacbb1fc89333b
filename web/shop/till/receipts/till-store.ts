import type { SavedBasket } from "../basket/saved-basket.ts";
import type { PendingReceipt } from "./pending-receipt.ts";
import { receiptNumberOf, type TillCounter } from "./receipt-number.ts";

/** What to keep, once it is known under which number. */
export type NewReceiptRequest = {
  readonly shopId: string;
  /** The register's own number, or null for the till's next one. */
  readonly ownNumber: string | null;
  /** `YYMMDD`, for a number of the till. */
  readonly day: string;
  /** The name that the till takes when it has none yet. */
  readonly newTillName: string;
  /** The basket that becomes the receipt: it is removed in the same transaction. */
  readonly basketId: string;
  readonly make: (number: string) => PendingReceipt;
};

/**
 * What the till keeps on this device. `isDurable` is false where the browser keeps nothing: then it
 * lives as long as the page.
 */
export type TillStore = {
  readonly isDurable: boolean;
  /**
   * Takes a number and keeps the receipt, on the disk and in one transaction: two tabs never take one
   * number, and a basket never stands beside the receipt it became. `number_waiting`: a receipt of
   * that number is not settled yet.
   */
  addReceipt(request: NewReceiptRequest): Promise<PendingReceipt | "number_waiting">;
  saveReceipt(receipt: PendingReceipt): Promise<void>;
  removeReceipt(receipt: PendingReceipt): Promise<void>;
  receiptsOf(shopId: string): Promise<PendingReceipt[]>;
  saveBasket(basket: SavedBasket): Promise<void>;
  removeBasket(basketId: string): Promise<void>;
  baskets(): Promise<SavedBasket[]>;
  /** A refused receipt becomes the basket that it was made of, in one transaction. */
  giveBack(receipt: PendingReceipt, basket: SavedBasket): Promise<void>;
};

/** The counter after a number was taken from it, and that number. */
export function takeNumber(
  kept: TillCounter | undefined,
  of: { newTillName: string; day: string },
): { counter: TillCounter; number: string } {
  const counter = kept ?? { till: of.newTillName, next: 1 };
  return {
    counter: { till: counter.till, next: counter.next + 1 },
    number: receiptNumberOf(counter, of.day),
  };
}

/** By age: the order in which they were made. */
export function byAge(receipts: readonly PendingReceipt[]): PendingReceipt[] {
  return [...receipts].sort(
    (a, b) => a.madeAt.localeCompare(b.madeAt) || a.number.localeCompare(b.number),
  );
}
