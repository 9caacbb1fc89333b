import type { Bucket } from "../kernel/bucket.ts";
import { add, type Points, ZERO } from "../kernel/points.ts";
import type { Transaction } from "../platform/db/database.ts";
import { lockAccounts, type OpenAccount } from "./account.store.ts";
import { accountId } from "./account.ts";
import { type Book, copyOf } from "./book.ts";
import { ByPlace, type Place } from "./by-place.ts";
import { poolDraw, type WholePools } from "./decide-gather.ts";
import { lockWholePools, markBeforeSlices, releaseSlices, waitForPool } from "./pool.store.ts";
import type { Posting } from "./posting.ts";

type Slice = Place & { readonly wanted: Points };

/** Puts everything else into a copy of the book `from`. */
type Load = (pools: WholePools, from: Book) => Promise<Book>;

/**
 * A pool is bounded as a whole, but each bucket spends from a slice of its own. This locks the slices
 * that the postings draw on, where they are not among what is locked, then whatever `load` locks. Where
 * a slice is short, the slices are let go again and all stripes of that pool are locked, so that slices
 * can be gathered; `load` is told which pools are in hand as a whole.
 *
 * A transaction that holds a slice has all customers' accounts it wants, or locks them in (bucket, id)
 * order after it. Gatherers of one pool hold no slice of it and take turns: a gatherer that could not
 * see a slice which another has just opened would later want it out of order. So many conversions on a nearly
 * empty pool queue up, and none deadlocks. As long as slices suffice, what `load` asks travels with them.
 */
export async function lockPools(
  sql: Transaction,
  postings: readonly Posting[],
  { locked: before, load }: { locked: Book; load: Load },
): Promise<{ pools: WholePools; book: Book }> {
  const slices = slicesOf(postings);
  if (slices.every((slice) => (before.accounts.get(slice)?.balance ?? ZERO) >= slice.wanted)) {
    return { pools: new Map(), book: await load(new Map(), copyOf(before)) };
  }
  const withoutSlices = copyWithout(before, slices);
  let locked: OpenAccount[] = [];
  if (!slices.some((slice) => before.looked.has(slice))) {
    markBeforeSlices(sql);
    const [drawnOn, book] = await Promise.all([
      lockAccounts(sql, slices),
      load(new Map(), copyOf(before)),
    ]);
    if (shortPools(slices, drawnOn).length === 0) return { pools: new Map(), book };
    locked = drawnOn;
  } else {
    locked = slices.flatMap((slice) => {
      const account = before.accounts.get(slice);
      return account ? [{ ...account, lots: [] }] : [];
    });
  }
  let pools: string[] = [];
  // While the slices were free, others of the pools that sufficed may have become short.
  for (;;) {
    const short = shortPools(slices, locked).filter((id) => !pools.includes(id));
    if (short.length === 0) break;
    pools = [...pools, ...short].sort();
    releaseSlices(sql);
    for (const id of pools) waitForPool(sql, id);
    locked = await lockWholePools(sql, pools, slices);
  }
  const whole = bucketsOf(pools, [...locked, ...slices]);
  return { pools: whole, book: await load(whole, copyOf(withoutSlices)) };
}

/** The book without these accounts: their locks are gone. */
function copyWithout(book: Book, places: readonly Place[]): Book {
  const gone = new ByPlace(places.map((place) => [place, true as const]));
  const kept = <Value>(all: ByPlace<Value>) =>
    new ByPlace([...all].filter(([place]) => !gone.has(place)));
  return { ...copyOf(book), accounts: kept(book.accounts), looked: kept(book.looked) };
}

function shortPools(slices: readonly Slice[], stripes: readonly OpenAccount[]): string[] {
  const open = new ByPlace(stripes.map((one) => [one, one.balance]));
  const short = slices.filter((slice) => (open.get(slice) ?? ZERO) < slice.wanted);
  return [...new Set(short.map(({ id }) => id))];
}

/** A slice that is drawn on may be opened by gathering, and then be gathered from in its turn. */
function bucketsOf(pools: readonly string[], stripes: readonly Place[]): WholePools {
  const ofPool = (pool: string): Bucket[] => [
    ...new Set(stripes.flatMap(({ id, bucket }) => (id === pool ? bucket : []))),
  ];
  return new Map(pools.map((pool) => [pool, ofPool(pool).sort((left, right) => left - right)]));
}

/** What all postings together take from each slice. */
function slicesOf(postings: readonly Posting[]): Slice[] {
  const slices = new ByPlace<Slice>();
  for (const posting of postings) {
    const draw = poolDraw(posting);
    if (!draw) continue;
    const place = { bucket: posting.bucket, id: accountId(draw.from) };
    slices.set(place, { ...place, wanted: add(draw.amount, slices.get(place)?.wanted ?? ZERO) });
  }
  return slices.values();
}
