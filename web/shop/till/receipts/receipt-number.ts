/**
 * The numbers of one till, `261122-K7Q2MA-0042`: the day, this till, a count. The till's name is random
 * and kept with its count; the count never goes back. So a number is used once even when the clock of
 * the device is set back, and a till that lost its storage gets a new name instead of old numbers.
 */
export type TillCounter = { till: string; next: number };

/** Crockford's base 32: no letter that is read as a digit. */
const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const nameLength = 6;

/** 30 random bits: a thousand tills of one shop share a name with a chance of 1 in 2,000. */
export function tillName(random: Uint8Array): string {
  return Array.from(random.slice(0, nameLength), (byte) => symbols[byte % symbols.length]).join("");
}

export function receiptNumberOf(counter: TillCounter, day: string): string {
  return `${day}-${counter.till}-${String(counter.next).padStart(4, "0")}`;
}

/** `YYMMDD` on the device's calendar: for people who search, not for uniqueness. */
export function dayOf(now: Date): string {
  const part = (value: number) => String(value).padStart(2, "0");
  return `${part(now.getFullYear() % 100)}${part(now.getMonth() + 1)}${part(now.getDate())}`;
}
