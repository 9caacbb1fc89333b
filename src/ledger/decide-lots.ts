import { invariant } from "../kernel/invariant.ts";
import { add, larger, type Points, smaller, subtract, sum, ZERO } from "../kernel/points.ts";
import { postingId } from "./account.ts";
import {
  type AccountState,
  accountOf,
  type Book,
  isSameLot,
  type Lot,
  type LotUse,
  lotsOf,
  type NamedPosting,
} from "./book.ts";
import type { Posting, Transfer } from "./posting.ts";

/**
 * What leaves which lots: those that the posting refers to first, then the nearest to expiry. In debt
 * there are no lots left, so only what is there can be taken.
 */
export function takeFromLots(
  lots: readonly Lot[],
  { named, balance, amount }: { named: NamedPosting; balance: Points; amount: Points },
): LotUse[] {
  let wanted = smaller(amount, larger(balance, ZERO));
  const uses: LotUse[] = [];
  for (const lot of inOrderOfUse(lots, named.posting)) {
    if (wanted === ZERO) break;
    const taken = smaller(lot.remaining, wanted);
    wanted = subtract(wanted, taken);
    uses.push({ postingId: named.id, lot, amount: taken });
  }
  invariant(wanted === ZERO, `lots of posting ${named.id} do not cover the balance`);
  return uses;
}

/** A sale's points are those it brought, and those that matured out of them. */
function inOrderOfUse(lots: readonly Lot[], { refersTo }: Posting): readonly Lot[] {
  if (!refersTo) return lots;
  const sources = [postingId(refersTo), postingId({ ...refersTo, kind: "mature" })];
  const isOwn = (lot: Lot) => sources.includes(lot.postingId);
  return [...lots.filter(isOwn), ...lots.filter((lot) => !isOwn(lot))];
}

/** Goods that came back take what is still pending of their sale first, then what can be spent. */
export function splitClawBack(book: Book, posting: Posting): readonly Transfer[] {
  const source = posting.refersTo && postingId(posting.refersTo);
  return posting.transfers.flatMap((transfer) => {
    const pending = { ...transfer.from, role: "pending" } as const;
    const lots = lotsOf(book, accountOf(book, posting.bucket, pending));
    const own = lots.filter((lot) => lot.postingId === source).map((lot) => lot.remaining);
    const fromPending = smaller(sum(own), transfer.amount);
    const rest = subtract(transfer.amount, fromPending);
    return [
      { ...transfer, from: pending, amount: fromPending },
      { ...transfer, amount: rest },
    ].filter(({ amount }) => amount > ZERO);
  });
}

/** The lot that a credit opens, of the account as it is afterwards. What fills a debt is spent already. */
export function openLot(named: NamedPosting, transfer: Transfer, account: AccountState): Lot[] {
  const { expiresAt, maturesAt } = transfer;
  const amount = smaller(transfer.amount, larger(account.balance, ZERO));
  if (amount === ZERO) return [];
  const { kind, reference } = named.posting;
  invariant(expiresAt, `points of ${kind} ${reference} need an expiry`);
  return [
    {
      bucket: account.bucket,
      accountId: account.id,
      expiresAt,
      lot: account.version,
      amount,
      remaining: amount,
      postingId: named.id,
      maturesAt: maturesAt ?? null,
    },
  ];
}

/** Points that come back, of whichever transfer, return to the lots they left: those that last longest first. */
export function lotsToReturn(book: Book, { bucket, kind, reference, ...posting }: Posting): Lot[] {
  const { refersTo, transfers } = posting;
  invariant(refersTo, `${kind} ${reference} gives back what an order took`);
  const hold = postingId({ kind: "hold", reference: refersTo.reference });
  const uses = book.uses.get({ bucket, id: hold }) ?? [];
  let wanted = sum(transfers.map(({ amount }) => amount));
  const returned: Lot[] = [];
  for (const use of [...uses].reverse()) {
    const back = smaller(use.amount, wanted);
    if (back === ZERO) break;
    wanted = subtract(wanted, back);
    const lots = lotsOf(book, { bucket, id: use.lot.accountId });
    const now = lots.find((lot) => isSameLot(lot, use.lot)) ?? { ...use.lot, remaining: ZERO };
    returned.push({ ...now, remaining: add(now.remaining, back) });
  }
  invariant(wanted === ZERO, `${kind} ${reference} gives back more than was taken`);
  return returned;
}
