import { problemFrom, type SaleAnswer } from "../../../api/index.ts";
import type { SavedBasket } from "../basket/saved-basket.ts";
import {
  type Attempt,
  afterAttempt,
  newReceipt,
  type PendingReceipt,
  secondsToNextAttempt,
} from "./pending-receipt.ts";
import { byAge, type TillStore } from "./till-store.ts";

export type QueueDeps = {
  readonly store: TillStore;
  /** One attempt; throws an `ApiProblem`. */
  readonly post: (receipt: PendingReceipt) => Promise<SaleAnswer>;
  /** Runs alone among all tabs; not at all when another tab runs it. */
  readonly exclusively: (name: string, run: () => Promise<void>) => Promise<void>;
  /** Tells the other tabs that the store has changed. */
  readonly announce: () => void;
  readonly now: () => Date;
  readonly day: () => string;
  readonly newKey: () => string;
  readonly newTillName: () => string;
  readonly later: (run: () => void, milliseconds: number) => () => void;
};

export type QueueView = {
  /** Oldest first. */
  readonly receipts: readonly PendingReceipt[];
  readonly sending: ReadonlySet<string>;
};

/** A recorded receipt that nobody looked at stays as a note for a day. */
const notedMilliseconds = 24 * 60 * 60 * 1000;

/**
 * The receipts of one shop that this device has made and that are not done with: stored before the
 * first attempt, sent with the same bytes until the server's answer settles them.
 */
export class ReceiptQueue {
  readonly #shopId: string;
  readonly #deps: QueueDeps;
  readonly #listeners = new Set<() => void>();
  #view: QueueView = { receipts: [], sending: new Set() };
  #failures = 0;
  #cancelTimer: (() => void) | null = null;

  constructor(shopId: string, deps: QueueDeps) {
    this.#shopId = shopId;
    this.#deps = deps;
  }

  readonly view = (): QueueView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  find(number: string): PendingReceipt | null {
    return this.#view.receipts.find((receipt) => receipt.number === number) ?? null;
  }

  /** Reads what is stored: after a start, and when another tab has changed it. */
  async refresh(): Promise<void> {
    const before = this.#view.receipts;
    const stored = await this.#deps.store.receiptsOf(this.#shopId);
    const oldest = this.#deps.now().getTime() - notedMilliseconds;
    const isDone = ({ state, madeAt }: PendingReceipt) =>
      state.is === "recorded" && Date.parse(madeAt) < oldest;
    for (const receipt of stored.filter(isDone)) await this.#deps.store.removeReceipt(receipt);
    const read = stored.filter((receipt) => !isDone(receipt));
    this.#show({ receipts: merged({ before, read, now: this.#view.receipts }) });
  }

  /** Sends everything that is not settled, one after another. */
  async sendAll(): Promise<void> {
    const waiting = this.#view.receipts.filter(({ state }) => state.is === "waiting");
    for (const { number } of waiting) await this.send(number);
  }

  /**
   * Stores the receipt and starts its first attempt. Answers once it is stored: from then on it is
   * sent, whatever becomes of the page.
   */
  async record(of: {
    basket: PendingReceipt["basket"];
    member: PendingReceipt["member"];
    ownNumber: string | null;
    basketId: string;
  }): Promise<PendingReceipt | "number_waiting"> {
    const { basket, member, ownNumber, basketId } = of;
    const { store, now, day, newKey, newTillName } = this.#deps;
    const fixed = { shopId: this.#shopId, key: newKey(), soldAt: now(), basket, member };
    const receipt = await store.addReceipt({
      shopId: this.#shopId,
      ownNumber,
      day: day(),
      newTillName: newTillName(),
      basketId,
      make: (number) => newReceipt({ ...fixed, number }),
    });
    if (receipt === "number_waiting") return receipt;
    this.#show({ receipts: [...this.#view.receipts, receipt] });
    this.#deps.announce();
    void this.#attempt(receipt, { lostBefore: false });
    return receipt;
  }

  /** One more attempt, unless one is under way here or in another tab. */
  async send(number: string): Promise<void> {
    const receipt = this.find(number);
    if (receipt?.state.is !== "waiting") return;
    await this.#attempt(receipt, { lostBefore: receipt.isAnswerMissing });
  }

  /** The person has seen how it ended. */
  async dismiss(number: string): Promise<void> {
    const receipt = this.find(number);
    if (receipt === null || receipt.state.is === "waiting") return;
    await this.#remove(receipt, () => this.#deps.store.removeReceipt(receipt));
  }

  /** A refused receipt goes back into the basket. */
  async giveBack(receipt: PendingReceipt, basket: SavedBasket): Promise<void> {
    await this.#remove(receipt, () => this.#deps.store.giveBack(receipt, basket));
  }

  async #remove(receipt: PendingReceipt, remove: () => Promise<void>): Promise<void> {
    this.#show({ receipts: this.#view.receipts.filter(({ number }) => number !== receipt.number) });
    await remove();
    this.#deps.announce();
  }

  async #attempt(receipt: PendingReceipt, { lostBefore }: { lostBefore: boolean }): Promise<void> {
    const { number } = receipt;
    if (this.#view.sending.has(number)) return;
    this.#show({ sending: new Set([...this.#view.sending, number]) });
    try {
      await this.#deps.exclusively(`tongdui receipt ${this.#shopId} ${number}`, async () => {
        if (!receipt.isAnswerMissing) {
          await this.#deps.store.saveReceipt({ ...receipt, isAnswerMissing: true });
        }
        const attempt = await this.#post(receipt);
        await this.#settle(afterAttempt(receipt, attempt, { lostBefore }));
      });
    } catch (thrown) {
      // Only storage can fail here: the receipt stays as it was stored and is sent again.
      console.error(thrown);
    } finally {
      this.#show({ sending: without(this.#view.sending, number) });
      this.#planNext();
    }
  }

  async #post(receipt: PendingReceipt): Promise<Attempt> {
    try {
      return { answer: await this.#deps.post(receipt) };
    } catch (thrown) {
      const { status, code, title, detail } = problemFrom(thrown);
      return { problem: { status, code, title, detail } };
    }
  }

  async #settle(receipt: PendingReceipt): Promise<void> {
    const isSettled = receipt.state.is !== "waiting";
    this.#failures = isSettled ? 0 : this.#failures + 1;
    this.#show({
      receipts: this.#view.receipts.map((one) => (one.number === receipt.number ? receipt : one)),
    });
    await this.#deps.store.saveReceipt(receipt);
    if (isSettled) this.#deps.announce();
  }

  #planNext(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const isWaiting = this.#view.receipts.some(({ state }) => state.is === "waiting");
    if (!isWaiting || this.#view.sending.size > 0) return;
    const seconds = secondsToNextAttempt(Math.max(1, this.#failures));
    this.#cancelTimer = this.#deps.later(() => void this.sendAll(), seconds * 1000);
  }

  #show(part: Partial<QueueView>): void {
    this.#view = { ...this.#view, ...part };
    for (const listener of this.#listeners) listener();
  }
}

/** What was read, but where this tab has changed a receipt since `before`, what this tab has now. */
function merged(of: {
  before: readonly PendingReceipt[];
  read: readonly PendingReceipt[];
  now: readonly PendingReceipt[];
}): PendingReceipt[] {
  const before = new Map(of.before.map((receipt) => [receipt.number, receipt]));
  const read = new Map(of.read.map((receipt) => [receipt.number, receipt]));
  for (const receipt of of.now) {
    if (before.get(receipt.number) !== receipt) read.set(receipt.number, receipt);
    before.delete(receipt.number);
  }
  // What is left in `before` was removed in this tab meanwhile.
  for (const number of before.keys()) read.delete(number);
  return byAge([...read.values()]);
}

function without(numbers: ReadonlySet<string>, number: string): ReadonlySet<string> {
  return new Set([...numbers].filter((one) => one !== number));
}
