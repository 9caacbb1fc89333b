import { useSyncExternalStore } from "react";
import type { QueueView, ReceiptQueue } from "./receipts/receipt-queue.ts";

/** The receipts of this device that are not done with. */
export function useReceipts(queue: ReceiptQueue): QueueView {
  return useSyncExternalStore(queue.subscribe, queue.view);
}
