import type { Points } from "../kernel/points.ts";
import { err, type Result } from "../kernel/result.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { Posting } from "./posting.ts";

export type PostingRefusal =
  | "amount_out_of_range"
  | "unit_mismatch"
  | "posting_key_reused"
  | "already_reversed"
  | "shop_pool_exhausted"
  | "insufficient_points";

/** `repeated`: it had happened before, and nothing moved now. */
export type Posted = {
  readonly postingId: string;
  readonly repeated: boolean;
  /** What the customer can spend afterwards, by unit; units the posting did not touch are absent. */
  readonly available: ReadonlyMap<string, Points>;
};

/**
 * Carries the posting out inside the caller's transaction: with its commit it is on disk, with its
 * rollback it never was. Refusals in order: `amount_out_of_range`, `unit_mismatch`,
 * `posting_key_reused`, `already_reversed`, `shop_pool_exhausted`, `insufficient_points`.
 */
export async function post(
  _sql: Transaction,
  _posting: Posting,
): Promise<Result<Posted, PostingRefusal>> {
  return err("amount_out_of_range");
}
