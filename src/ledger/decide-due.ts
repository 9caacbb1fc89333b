import { dayOf, type Instant } from "../kernel/clock.ts";
import { sum, ZERO } from "../kernel/points.ts";
import { type AccountRef, keepsLots, postingId } from "./account.ts";
import { type AccountState, accountOf, type Book, lotsOf } from "./book.ts";
import { expire, mature } from "./kinds.ts";
import type { Posting } from "./posting.ts";

/** The accounts whose lots a posting may spend: what is due of them is gone before. */
export function spentByLots({ kind, transfers }: Posting): AccountRef[] {
  if (kind === "expire") return [];
  const spent = transfers.map(({ from }) => from).filter(({ role }) => keepsLots(role));
  // Goods that came back take from what is pending, too.
  if (kind !== "claw_back") return spent;
  return spent.flatMap((from) => [{ ...from, role: "pending" as const }, from]);
}

/** The expiry of all lots of the account whose day has come; null when there are none. */
export function dueExpiry(book: Book, account: AccountState, at: Instant): Posting | null {
  const today = dayOf(at);
  const due = lotsOf(book, account).filter(({ expiresOn }) => expiresOn <= today);
  const amount = sum(due.map(({ remaining }) => remaining));
  if (amount === ZERO) return null;
  const { bucket, ref, version } = account;
  return expire({ account: ref, version, bucket, amount, at });
}

/** A sale whose points may be due to become available. */
export type PendingAward = {
  readonly customerId: string;
  readonly shopId: string;
  readonly saleId: string;
};

/** What is left pending of a sale becomes available, once its moment has come; null before, or after. */
export function dueMaturity(
  book: Book,
  award: PendingAward,
  { bucket, at, by }: { bucket: number; at: Instant; by: string },
): Posting | null {
  const { customerId, shopId, saleId } = award;
  const pending = accountOf(book, bucket, { unit: shopId, owner: customerId, role: "pending" });
  const source = postingId({ kind: "earn", reference: saleId });
  const lot = lotsOf(book, pending).find(({ postingId: from }) => from === source);
  if (!lot || lot.maturesAt === null || lot.maturesAt > at) return null;
  const { remaining: points, expiresOn } = lot;
  return mature({ customerId, shopId, saleId, points, expiresOn, at, by });
}
