/**
 * Suggested receipt numbers, `261122-K7-0042`: the day, this till, a count. Two tills of one shop
 * differ in their middle part, so they can sell at the same time without asking each other.
 */
export type ReceiptCounter = { day: string; till: string; next: number };

const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";

/** The counter to use today, given what this browser remembers. `random` is in [0, 1). */
export function counterFor(of: {
  remembered: ReceiptCounter | null;
  day: string;
  random: number;
}): ReceiptCounter {
  const { remembered, day, random } = of;
  if (remembered === null) return { day, till: tillName(random), next: 1 };
  return remembered.day === day ? remembered : { ...remembered, day, next: 1 };
}

export function receiptNumberOf(counter: ReceiptCounter): string {
  return `${counter.day}-${counter.till}-${String(counter.next).padStart(4, "0")}`;
}

/** `YYMMDD`, in the till's own time zone. */
export function dayOf(now: Date): string {
  const part = (value: number) => String(value).padStart(2, "0");
  return `${part(now.getFullYear() % 100)}${part(now.getMonth() + 1)}${part(now.getDate())}`;
}

/** What storage holds, when it is a counter. */
export function readCounter(stored: string | null): ReceiptCounter | null {
  if (stored === null) return null;
  const match = /^(\d{6})-([A-Z]\d)-(\d{1,9})$/.exec(stored);
  if (match === null) return null;
  const [, day = "", till = "", next = "1"] = match;
  return { day, till, next: Number(next) };
}

function tillName(random: number): string {
  const place = Math.floor(random * letters.length * 10);
  return `${letters[Math.floor(place / 10)] ?? "A"}${place % 10}`;
}
