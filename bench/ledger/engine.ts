import { addDays, systemClock } from "../../src/kernel/clock.ts";
import { points } from "../../src/kernel/points.ts";
import type { Result } from "../../src/kernel/result.ts";
import {
  type Posted,
  type Posting,
  type PostingRefusal,
  postAll,
  postings,
} from "../../src/ledger/index.ts";
import { createLanes, DEFAULT_LANES, type Lanes } from "../../src/platform/lanes/lanes.ts";
import type { Byproducts } from "./bytes.ts";
import { percentile } from "./load/percentile.ts";
import type { Phase } from "./results.ts";
import type { Stage } from "./stage.ts";
import type { SignedIn } from "./town.ts";

/**
 * The ledger alone, in this process: `inFlight` awards at any time through lanes, without HTTP,
 * receipts or idempotency records.
 */
export function enginePhase(
  stage: Stage,
  bytes: Byproducts,
  { inFlight, hot }: { inFlight: number; hot: boolean },
): Phase {
  const where = hot ? "one hot shop" : "spread";
  return {
    key: `engine ${inFlight} ${hot ? "hot" : "spread"}`,
    label: `engine in process, ${inFlight} in flight, ${where}`,
    isGoal: true,
    run: ({ seconds }) =>
      bytes.around("award, engine in process", stage, async () => {
        const result = await runEngine(stage, { inFlight, hot, seconds });
        stage.expect("earn", result.accepted);
        return result;
      }),
  };
}

async function runEngine(
  stage: Stage,
  { inFlight, hot, seconds }: { inFlight: number; hot: boolean; seconds: number },
) {
  const lanes = openLanes(stage);
  const latencies: number[] = [];
  const next = awardsOf(stage, hot ? stage.hot : stage.spread);
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const poster = async () => {
    while (performance.now() < endsAt) {
      const since = performance.now();
      const posted = await lanes.submit(next());
      if (!posted?.ok) throw new Error(`The engine refused: ${JSON.stringify(posted)}`);
      latencies.push(performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, poster));
  const perSecond = latencies.length / ((performance.now() - startedAt) / 1000);
  const sorted = Float64Array.from(latencies).sort();
  return {
    accepted: latencies.length,
    perSecond,
    p50Milliseconds: percentile(sorted, 0.5),
    p99Milliseconds: percentile(sorted, 0.99),
  };
}

/** As the server opens them for each of its endpoints. */
function openLanes({ database }: Stage): Lanes<Posting, Result<Posted, PostingRefusal>> {
  return createLanes(
    {
      name: "bench engine",
      laneOf: ({ bucket }) => bucket,
      keysOf: ({ by }) => [by],
      run: (batch) => database.posting((sql) => postAll(sql, batch)),
      canRetryIndividually: () => false,
    },
    DEFAULT_LANES,
  );
}

/** Awards to the customers in turn. */
function awardsOf(stage: Stage, customers: readonly SignedIn[]): () => Posting {
  const expiresAt = addDays(systemClock.now(), 365);
  let index = 0;
  return () => {
    const customer = customers[index % customers.length];
    const shop = customer && stage.shops[customer.shop];
    if (!customer || !shop) throw new Error("every customer has a shop");
    index += 1;
    return postings.earn({
      customerId: customer.id,
      shopId: shop.id,
      saleId: stage.ids.next("sale"),
      points: points(1n),
      expiresAt,
      at: systemClock.now(),
      by: customer.id,
    });
  };
}
