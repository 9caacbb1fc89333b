import { BUCKETS, type Bucket } from "../kernel/bucket.ts";
import { add, type Points, scaleFloor, smaller, subtract, sum, ZERO } from "../kernel/points.ts";
import { accountId } from "./account.ts";
import { type AccountState, accountOf, type Book } from "./book.ts";
import { gather } from "./kinds.ts";
import type { Posting, Transfer } from "./posting.ts";

/** The pools whose every stripe is locked and in the book, by account id: the buckets they are open in. */
export type WholePools = ReadonlyMap<string, readonly Bucket[]>;

/** What a posting takes from a shop's pool: at most one transfer does. `gather` moves slices itself. */
export function poolDraw({ kind, transfers }: Posting): Transfer | undefined {
  if (kind === "gather") return undefined;
  return transfers.find(({ from }) => from.role === "pool");
}

/**
 * The moves that fill the posting's slice of a pool from the others, in bucket order; none when the
 * slice suffices, or when all of them together are short.
 */
export function decideGather(book: Book, posting: Posting, pools: WholePools): Posting[] {
  const draw = poolDraw(posting);
  const buckets = draw && pools.get(accountId(draw.from));
  if (!draw || !buckets) return [];
  const own = accountOf(book, posting.bucket, draw.from);
  if (own.balance >= draw.amount) return [];
  const others = buckets
    .filter((bucket) => bucket !== posting.bucket)
    .map((bucket) => accountOf(book, bucket, draw.from));
  const total = add(own.balance, sum(others.map(({ balance }) => balance)));
  if (total < draw.amount) return [];
  let wanted = subtract(withSpare(draw.amount, total), own.balance);
  const moves: Posting[] = [];
  for (const giver of others) {
    const amount = smaller(giver.balance, wanted);
    if (amount <= ZERO) continue;
    wanted = subtract(wanted, amount);
    moves.push(...twoHalves(giver, { to: posting.bucket, amount, at: posting.at }));
  }
  return moves;
}

/** A fair share of what remains comes along, so that the next conversions here find the slice full. */
function withSpare(needed: Points, total: Points): Points {
  const remaining = subtract(total, needed);
  return add(needed, scaleFloor(remaining, { numerator: 1n, denominator: BigInt(BUCKETS) }));
}

function twoHalves(
  giver: AccountState,
  { to, amount, at }: { to: Bucket; amount: Points; at: Posting["at"] },
): Posting[] {
  const common = { pool: giver.ref, amount, giver, at };
  return [
    gather({ ...common, direction: "out", bucket: giver.bucket }),
    gather({ ...common, direction: "in", bucket: to }),
  ];
}
