import type { Bucket } from "../kernel/bucket.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Points } from "../kernel/points.ts";
import type { AccountRef, Unit } from "./account.ts";

export const KINDS = [
  "earn",
  "mature",
  "claw_back",
  "convert",
  "hold",
  "release",
  "pay",
  "refund",
  "grant",
  "subsidise",
  "deposit",
  "settle",
  "adjust",
  "gather",
  "expire",
  "extend",
] as const;
export type Kind = (typeof KINDS)[number];

/** A movement of a positive amount from one account to another: it cannot be out of balance. */
export type Transfer = {
  readonly from: AccountRef;
  readonly to: AccountRef;
  readonly amount: Points;
  /** When the points expire, where `to` keeps lots: from this moment on they are gone. */
  readonly expiresAt?: Instant;
  /** When pending points become available, where `to` is pending. */
  readonly maturesAt?: Instant;
};

/** What is to happen, once per kind and reference, wholly or not at all, in one bucket. */
export type Posting = {
  readonly kind: Kind;
  /** The id of what it is about: a sale, an order, a conversion … */
  readonly reference: string;
  readonly bucket: Bucket;
  readonly transfers: readonly Transfer[];
  /** The reference of the posting whose points come back, and its kind. */
  readonly refersTo?: { readonly kind: Kind; readonly reference: string };
  readonly at: Instant;
  /**
   * Of points that come back: until when those are good whose lots have expired meanwhile. Without it
   * they return to their lots and are gone with them.
   */
  readonly graceUntil?: Instant;
  /** Who did it: an account, an API key, or a job by name. */
  readonly by: string;
  /** Its reference was made in the caller's transaction, so it cannot have happened before. */
  readonly isNew?: boolean;
  /** Whose balance the caller wants to know right afterwards: `Posted.balance`. */
  readonly tells?: { readonly customerId: string; readonly unit: Unit };
};
