import type { Bucket } from "../kernel/bucket.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Points } from "../kernel/points.ts";
import { accountId, type Unit } from "./account.ts";
import { accountsOf } from "./book.ts";
import { issuesUnasked } from "./decide-ceiling.ts";
import { decideForm } from "./decide-posting.ts";
import { earn } from "./kinds.ts";
import { namePosting } from "./name-posting.ts";

/** An award with the ids of what it moves: all that carrying it out takes, besides what is there. */
export type NamedAward = {
  readonly bucket: Bucket;
  readonly postingId: string;
  readonly reference: string;
  readonly digest: bigint;
  readonly unit: Unit;
  /** The account that gets the points: one of the next two. */
  readonly account: string;
  readonly available: string;
  readonly pending: string;
  readonly issuer: string;
  readonly points: Points;
  readonly expiresAt: Instant;
  /** When pending points become available; null for those that are. */
  readonly maturesAt: Instant | null;
  readonly by: string;
};

/**
 * The award as `addAwards` carries it out; null for one that the ledger has to decide over the book,
 * because its form is wrong or it issues so much that the unit's ceiling is asked for.
 */
export function nameAward(it: Parameters<typeof earn>[0]): NamedAward | null {
  const posting = earn(it);
  if (!decideForm(posting).ok || !issuesUnasked(posting.transfers)) return null;
  const { id: postingId, digest } = namePosting(posting);
  const { bucket, reference, transfers } = posting;
  const [available, pending] = accountsOf({ customerId: it.customerId, unit: it.shopId });
  const [{ from, to, amount }] = transfers as [(typeof transfers)[number]];
  return {
    bucket,
    postingId,
    reference,
    digest,
    unit: it.shopId,
    account: accountId(to),
    available: accountId(available),
    pending: accountId(pending),
    issuer: accountId(from),
    points: amount,
    expiresAt: it.expiresAt,
    maturesAt: it.pendingUntil ?? null,
    by: it.by,
  };
}
