import { BUCKETS } from "../kernel/bucket.ts";
import { invariant } from "../kernel/invariant.ts";
import { add, type Points, scaleFloor, smaller, subtract, sum, ZERO } from "../kernel/points.ts";
import type { Result } from "../kernel/result.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { AccountRef } from "./account.ts";
import { gather } from "./kinds.ts";
import { lockPool, lockStripe, readStripes } from "./ledger.store.ts";
import type { Posting, Transfer } from "./posting.ts";

type Post = (sql: Transaction, posting: Posting) => Promise<Result<unknown>>;

/**
 * A pool is bounded as a whole, but each bucket spends from a slice of its own. This locks the
 * bucket's slice when it suffices; when it is short, it locks all slices in bucket order and fills
 * this one from the others, unless all of them together are short.
 *
 * It comes before the posting locks anything else, a short slice is let go again before all are
 * locked in order, and gatherers of one pool go one at a time: a gatherer that could not see a slice
 * which another has just opened would later want it out of order. So many conversions on a nearly
 * empty pool queue up, and none deadlocks.
 */
export async function secureSlice(sql: Transaction, posting: Posting, post: Post): Promise<void> {
  const draw = poolDraw(posting);
  if (!draw) return;
  await sql.execute("savepoint slice");
  const slice = await lockStripe(sql, posting.bucket, draw.from);
  if (slice >= draw.amount) {
    await sql.execute("release savepoint slice");
    return;
  }
  await sql.execute("rollback to savepoint slice");
  await lockPool(sql, draw.from);
  await gatherSlices(sql, { posting, draw, post });
}

async function gatherSlices(
  sql: Transaction,
  { posting, draw, post }: { posting: Posting; draw: Transfer; post: Post },
): Promise<void> {
  const stripes = await readStripes(sql, draw.from, { lock: true });
  const total = sum(stripes.map(({ balance }) => balance));
  if (total < draw.amount) return;
  const own = stripes.find(({ bucket }) => bucket === posting.bucket)?.balance ?? ZERO;
  let wanted = subtract(withSpare(draw.amount, total), own);
  for (const { bucket, balance } of stripes) {
    if (bucket === posting.bucket || balance <= ZERO || wanted <= ZERO) continue;
    const amount = smaller(balance, wanted);
    wanted = subtract(wanted, amount);
    await moveSlice(sql, { posting, pool: draw.from, fromBucket: bucket, amount, post });
  }
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
  },
): Promise<void> {
  const { posting, pool, fromBucket, amount, post } = move;
  const common = { pool, amount, at: posting.at, forReference: posting.reference };
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
