import type { Cluster } from "./cluster.ts";
import { LARGE, RECOUNT_LARGE, SMALL_BESIDE_LARGE } from "./goals.ts";
import { awardPhase, type HttpLoad, warmUp } from "./http-phases.ts";
import { recountPhase } from "./recount.ts";
import type { Run } from "./run.ts";
import { openStage } from "./stage.ts";

const CUSTOMERS = 1_000_000;
/** Two entries each: 20,000,000 in all. */
const POSTINGS_EACH = 10;
const WAY = { connections: 64, hot: false, coalescing: true, processes: 1 } as const;

/** The same awards on a full database and on the small one in turn, and the recount of the full one. */
export async function measureLarge(cluster: Cluster, http: HttpLoad, it: Run): Promise<void> {
  console.log("Loading 1,000,000 customers and 20,000,000 entries …");
  const { pace } = it.options;
  const stage = await openStage(cluster, {
    name: "large",
    customers: CUSTOMERS,
    postingsEach: POSTINGS_EACH,
    servers: { coalescing: 1, single: 0 },
    profileFolder: null,
  });
  it.closing.push(stage.close);
  console.log(`  loaded in ${Math.round(stage.loadSeconds)} s`);
  await warmUp(
    { ...http, stage },
    {
      seconds: pace.warmServersSeconds,
      conversions: false,
      orders: false,
    },
  );
  const small = { ...awardPhase(http, WAY, true), key: SMALL_BESIDE_LARGE };
  const large = { ...awardPhase({ ...http, stage }, WAY, true), key: LARGE };
  const phases = [
    { ...small, label: "awards, 64 connections, spread, small database" },
    { ...large, label: "awards, 64 connections, spread, 20,000,000 entries" },
  ];
  const recount = recountPhase(stage, {
    key: RECOUNT_LARGE,
    label: "full recount, entries, of 20,000,000",
  });
  for (let round = 0; round < pace.rounds; round += 1) {
    await it.results.measureYardstick(it.functions.tpcb, { round, seconds: pace.tpcbSeconds });
    for (const phase of phases) {
      await it.results.measure(phase, { round, seconds: pace.goalSeconds });
    }
    await it.results.measure(recount, { round, seconds: pace.goalSeconds });
    console.log("  books balance");
  }
}
