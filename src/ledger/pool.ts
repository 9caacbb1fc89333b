import { BUCKETS } from "../kernel/bucket.ts";
import { invariant } from "../kernel/invariant.ts";
import { add, type Points, scaleFloor, smaller, subtract, sum, ZERO } from "../kernel/points.ts";
import type { Result } from "../kernel/result.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { AccountRef } from "./account.ts";
import { gather } from "./kinds.ts";
import { readStripe, readStripes } from "./ledger.store.ts";
import type { Posting, Transfer } from "./posting.ts";

type Post = (sql: Transaction, posting: Posting) => Promise<Result<unknown>>;

/**
 * A pool is bounded as a whole, but each bucket spends from a slice of its own. When a slice looks
 * short it is filled here, before the posting locks anything: every stripe is then locked in bucket
 * order and by nobody who already holds one, so two that gather at once wait and do not deadlock.
 */
export async function fillStripeBeforeLocking(
  sql: Transaction,
  posting: Posting,
  post: Post,
): Promise<void> {
  const draw = poolDraw(posting);
  if (!draw) return;
  const slice = await readStripe(sql, posting.bucket, draw.from);
  if (slice < draw.amount) await fillStripe(sql, posting, { post, attempt: 1 });
}

/** Moves enough from the other stripes to this bucket's. False when all of them together are short. */
export async function fillStripe(
  sql: Transaction,
  posting: Posting,
  { post, attempt }: { post: Post; attempt: number },
): Promise<boolean> {
  const draw = poolDraw(posting);
  if (!draw) return false;
  const stripes = await readStripes(sql, draw.from, { lock: true });
  const total = sum(stripes.map(({ balance }) => balance));
  if (total < draw.amount) return false;
  const own = stripes.find(({ bucket }) => bucket === posting.bucket)?.balance ?? ZERO;
  let wanted = subtract(withSpare(draw.amount, total), own);
  for (const { bucket, balance } of stripes) {
    if (bucket === posting.bucket || balance <= ZERO || wanted <= ZERO) continue;
    const amount = smaller(balance, wanted);
    wanted = subtract(wanted, amount);
    await moveSlice(sql, { posting, pool: draw.from, fromBucket: bucket, amount, post, attempt });
  }
  return true;
}

/** A fair share of what remains comes along, so that the next conversions here find the slice full. */
function withSpare(needed: Points, total: Points): Points {
  const remaining = subtract(total, needed);
  return add(needed, scaleFloor(remaining, { numerator: 1n, denominator: BigInt(BUCKETS) }));
}

async function moveSlice(
  sql: Transaction,
  move: {
    posting: Posting;
    pool: AccountRef;
    fromBucket: number;
    amount: Points;
    post: Post;
    attempt: number;
  },
): Promise<void> {
  const { posting, pool, fromBucket, amount, post, attempt } = move;
  const common = { pool, amount, at: posting.at, forReference: `${posting.reference}:${attempt}` };
  for (const half of [
    gather({ ...common, direction: "out", bucket: fromBucket, fromBucket }),
    gather({ ...common, direction: "in", bucket: posting.bucket, fromBucket }),
  ]) {
    const moved = await post(sql, half);
    invariant(moved.ok, "a locked stripe gives what it has");
  }
}

/** What a posting takes from a shop's pool: at most one transfer does. `gather` moves slices itself. */
function poolDraw({ kind, transfers }: Posting): Transfer | undefined {
  if (kind === "gather") return undefined;
  return transfers.find(({ from }) => from.role === "pool");
}
