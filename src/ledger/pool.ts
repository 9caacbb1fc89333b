import type { Bucket } from "../kernel/bucket.ts";
import { add, type Points, ZERO } from "../kernel/points.ts";
import type { Transaction } from "../platform/db/database.ts";
import { lockAccounts, type OpenAccount } from "./account.store.ts";
import { accountId } from "./account.ts";
import { ByPlace, type Place } from "./by-place.ts";
import { poolDraw, type WholePools } from "./decide-gather.ts";
import { lockWholePools, markBeforeSlices, releaseSlices, waitForPool } from "./pool.store.ts";
import type { Posting } from "./posting.ts";

type Slice = Place & { readonly wanted: Points };

/**
 * A pool is bounded as a whole, but each bucket spends from a slice of its own. This locks the slices
 * that the postings draw on, then whatever `load` locks. Where a slice is short, everything is let go
 * again and all stripes of that pool are locked first, so that slices can be gathered; `load` is told
 * which pools are in hand as a whole.
 *
 * Slices come before the postings lock anything else, all in order, and gatherers of one pool go one
 * at a time: a gatherer that could not see a slice which another has just opened would later want it
 * out of order. So many conversions on a nearly empty pool queue up, and none deadlocks. As long as
 * slices suffice, what `load` asks travels with them.
 */
export async function lockPools<Loaded>(
  sql: Transaction,
  postings: readonly Posting[],
  load: (pools: WholePools) => Promise<Loaded>,
): Promise<{ pools: WholePools; loaded: Loaded }> {
  const slices = slicesOf(postings);
  if (slices.length === 0) return { pools: new Map(), loaded: await load(new Map()) };
  markBeforeSlices(sql);
  const [drawnOn, loaded] = await Promise.all([lockAccounts(sql, slices), load(new Map())]);
  if (shortPools(slices, drawnOn).length === 0) return { pools: new Map(), loaded };
  let pools: string[] = [];
  let locked = drawnOn;
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
  return { pools: whole, loaded: await load(whole) };
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
