import { emptyBasket } from "./basket/basket.ts";
import type { SavedBasket } from "./basket/saved-basket.ts";
import type { PendingReceipt } from "./receipts/pending-receipt.ts";
import type { ReceiptQueue } from "./receipts/receipt-queue.ts";
import type { TillStore } from "./receipts/till-store.ts";
import { freshTill, isEmpty, reduceTill, type TillAction, type TillState } from "./till-state.ts";

export type SessionView = TillState & {
  /** The basket was there when the page was opened: the till says so until it changes. */
  readonly isRestored: boolean;
};

/**
 * The basket of this tab for one shop and one account. It outlives pages of the console and reloads;
 * every change is stored.
 */
export class TillSession {
  readonly queue: ReceiptQueue;
  readonly isDurable: boolean;
  readonly #store: TillStore;
  readonly #of: { basketId: string; shopId: string; accountId: string };
  readonly #now: () => Date;
  readonly #listeners = new Set<() => void>();
  #view: SessionView;
  #stored: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(deps: {
    store: TillStore;
    queue: ReceiptQueue;
    of: { basketId: string; shopId: string; accountId: string };
    now: () => Date;
    found: SavedBasket | null;
  }) {
    this.queue = deps.queue;
    this.isDurable = deps.store.isDurable;
    this.#store = deps.store;
    this.#of = deps.of;
    this.#now = deps.now;
    this.#view = restored(deps.found);
  }

  readonly view = (): SessionView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly dispatch = (action: TillAction): void => {
    const { isRestored: _, ...state } = this.#view;
    this.#show({ ...reduceTill(state, action), isRestored: false });
    this.#keep();
  };

  /**
   * The basket becomes a receipt: stored, then sent. It leaves the till only once it is stored; when
   * storing fails it stays as it is, and nothing was sent.
   */
  async record(ownNumber: string | null): Promise<PendingReceipt | "number_waiting"> {
    await this.#stored;
    const { basket, member } = this.#view;
    const { basketId } = this.#of;
    const recorded = await this.queue.record({ basket, member, ownNumber, basketId });
    if (recorded !== "number_waiting") this.#show({ ...freshTill, isRestored: false });
    return recorded;
  }

  /** A refused receipt becomes this tab's basket again. False while another one is being made. */
  async giveBack(receipt: PendingReceipt): Promise<boolean> {
    if (this.#view.basket.lines.length > 0) return false;
    const { basket, member } = receipt;
    this.#show({ ...freshTill, basket, member, isRestored: false });
    await this.#stored;
    await this.queue.giveBack(receipt, this.#saved());
    return true;
  }

  /** The person has signed out: what they were selling goes with them. Receipts stay until settled. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.#show({ ...freshTill, isRestored: false });
    await this.#stored;
    await this.#store.removeBasket(this.#of.basketId).catch(report);
  }

  #keep(): void {
    if (this.#isOver) return;
    const write = () =>
      isEmpty(this.#view)
        ? this.#store.removeBasket(this.#of.basketId)
        : this.#store.saveBasket(this.#saved());
    // One after another, so that an older basket never replaces a newer one.
    this.#stored = this.#stored.then(write).catch(report);
  }

  #saved(): SavedBasket {
    const { basketId: id, shopId, accountId } = this.#of;
    const { basket, member } = this.#view;
    return { id, shopId, accountId, savedAt: this.#now().toISOString(), basket, member };
  }

  #show(view: SessionView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}

function restored(found: SavedBasket | null): SessionView {
  if (found === null) return { ...freshTill, basket: emptyBasket, isRestored: false };
  // What the customer has may have changed since: it is not shown again.
  const member = found.member === null ? null : { ...found.member, available: null };
  return { ...freshTill, basket: found.basket, member, isRestored: true };
}

function report(thrown: unknown): void {
  console.error(thrown);
}
