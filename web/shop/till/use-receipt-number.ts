import { useState } from "react";
import { counterFor, dayOf, readCounter, receiptNumberOf } from "./receipt-number.ts";

/** The number this till suggests next, remembered by this browser for this shop. */
export function useReceiptNumber(shopId: string) {
  const storageKey = `tongdui.receipt.${shopId}`;
  const [counter] = useState(() =>
    counterFor({
      remembered: readCounter(localStorage.getItem(storageKey)),
      day: dayOf(new Date()),
      random: Math.random(),
    }),
  );
  const suggested = receiptNumberOf(counter);
  return {
    suggested,
    /** Counts on when the suggestion was taken; a register's own number changes nothing. */
    used(receiptNumber: string) {
      const next = receiptNumber === suggested ? counter.next + 1 : counter.next;
      localStorage.setItem(storageKey, `${counter.day}-${counter.till}-${next}`);
    },
  };
}
