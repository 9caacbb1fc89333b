import type { Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { type Points, sum, ZERO } from "../kernel/points.ts";
import { type AccountRef, keepsLots, postingId } from "./account.ts";
import { type AccountState, accountOf, type Book, lotsOf } from "./book.ts";
import { expire, extend, mature } from "./kinds.ts";
import type { Posting } from "./posting.ts";

/** The accounts whose lots a posting may spend: what is due of them is gone before. */
export function spentByLots({ kind, transfers }: Posting): AccountRef[] {
  if (kind === "expire") return [];
  const spent = transfers.map(({ from }) => from).filter(({ role }) => keepsLots(role));
  // Goods that came back take from what is pending, too.
  if (kind !== "claw_back") return spent;
  return spent.flatMap((from) => [{ ...from, role: "pending" as const }, from]);
}

/** What is left in the account's lots whose moment has come. */
export function amountDue(book: Book, account: AccountState, at: Instant): Points {
  const due = lotsOf(book, account).filter(({ expiresAt }) => expiresAt <= at);
  return sum(due.map(({ remaining }) => remaining));
}

/** The expiry of all lots of the account whose moment has come; null when there are none. */
export function dueExpiry(book: Book, account: AccountState, at: Instant): Posting | null {
  const amount = amountDue(book, account, at);
  if (amount === ZERO) return null;
  const { bucket, ref, version } = account;
  return expire({ account: ref, version, bucket, amount, at });
}

/** The account to which points come back that must not lapse for it; null when none do. */
export function returnedWithGrace({ graceUntil, transfers }: Posting): AccountRef | null {
  const [first] = transfers;
  return graceUntil === undefined || !first ? null : first.to;
}

/**
 * What just came back to lots whose moment has come, and is not to lapse; null when nothing did. What
 * was due in the account before has expired already.
 */
export function dueExtension(book: Book, posting: Posting): Posting | null {
  const { bucket, graceUntil, at, kind, reference } = posting;
  const account = returnedWithGrace(posting);
  if (graceUntil === undefined || account === null) return null;
  invariant(graceUntil > at, "grace lies ahead");
  const amount = amountDue(book, accountOf(book, bucket, account), at);
  if (amount === ZERO) return null;
  const cameBack = { kind, reference };
  return extend({ account, bucket, amount, expiresAt: graceUntil, cameBack, at });
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
  const { remaining: points, expiresAt } = lot;
  return mature({ customerId, shopId, saleId, points, expiresAt, at, by });
}
