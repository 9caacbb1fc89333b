import type { Bucket } from "../kernel/bucket.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Points } from "../kernel/points.ts";
import { type AccountRef, HOUSE, MALL } from "./account.ts";
import type { Kind, Posting } from "./posting.ts";

// What the ledger posts by itself when lots come to their end.

/** Where the points of an account go when they expire. */
function breakageOf({ unit }: AccountRef): AccountRef {
  return { unit, owner: unit === MALL ? HOUSE : unit, role: "breakage" };
}

/** Points whose moment has come: what is left of their lots → breakage. Once per version of the account. */
export function expire(it: {
  account: AccountRef;
  version: bigint;
  bucket: Bucket;
  amount: Points;
  at: Instant;
}): Posting {
  const { owner, unit, role } = it.account;
  return {
    kind: "expire",
    reference: `${owner}:${unit}:${role === "available" ? "" : `${role}:`}${it.version}`,
    bucket: it.bucket,
    at: it.at,
    by: "expiry",
    transfers: [{ from: it.account, to: breakageOf(it.account), amount: it.amount }],
  };
}

/**
 * Points that came back to lots that had expired meanwhile go on in a lot of their own, which is good
 * until `expiresAt`. The balance stays what it is.
 */
export function extend(it: {
  account: AccountRef;
  bucket: Bucket;
  amount: Points;
  expiresAt: Instant;
  cameBack: { readonly kind: Kind; readonly reference: string };
  at: Instant;
}): Posting {
  const { account, amount, expiresAt, cameBack } = it;
  return {
    kind: "extend",
    reference: cameBack.reference,
    bucket: it.bucket,
    at: it.at,
    by: "grace",
    refersTo: { kind: cameBack.kind, reference: cameBack.reference },
    transfers: [{ from: account, to: account, amount, expiresAt }],
  };
}
