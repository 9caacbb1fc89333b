import { systemClock } from "../../src/kernel/clock.ts";
import { addCalendarDays, DEFAULT_TIME_ZONE, localDay } from "../../src/kernel/local-day.ts";
import { countDueLots } from "./cluster.store.ts";
import type { Cluster } from "./cluster.ts";
import { TILL_AT_MIDNIGHT, TILL_PACED_AT_MIDNIGHT, TILL_PACED_QUIET, TILL_QUIET } from "./goals.ts";
import { awardPhase, type HttpLoad, pacedPhase, warmUp } from "./http-phases.ts";
import { preload } from "./preload.ts";
import type { Phase, Results } from "./results.ts";
import type { Run } from "./run.ts";
import { openStage } from "./stage.ts";
import { openShops } from "./town.ts";

const POSTINGS_EACH = 4;
const LOTS = 1_000_000;
const CUSTOMERS = 250_000;
/** Far from the customers of the first load. */
const FIRST_NUMBER = 100_000_000;
const WAY = { connections: 64, hot: false, coalescing: true, processes: 1 } as const;
/** The server looks for expired lots once a minute. */
const NOTICED_WITHIN_MILLISECONDS = 90_000;

/** The till in peace, and then while its own server's job lets a million lots expire. */
export async function measureMidnight(cluster: Cluster, small: HttpLoad, it: Run): Promise<void> {
  const { results, functions } = it;
  const { rounds, goalSeconds: seconds, tpcbSeconds, customers } = it.options.pace;
  const stage = await openStage(cluster, {
    name: "midnight",
    customers,
    postingsEach: POSTINGS_EACH,
    servers: { coalescing: 1, single: 0 },
    profileFolder: null,
  });
  it.closing.push(stage.close);
  const http = { ...small, stage };
  await warmUp(http, {
    seconds: it.options.pace.warmServersSeconds,
    conversions: false,
    orders: false,
  });
  const [server] = stage.coalescing;
  if (!server) throw new Error("a stage has a server");
  const quiet = tillPhases(http, results, { full: TILL_QUIET, paced: TILL_PACED_QUIET, when: "" });
  await results.measureYardstick(functions.tpcb, { round: 0, seconds: tpcbSeconds });
  for (let round = 0; round < rounds; round += 1) {
    for (const phase of quiet) await results.measure(phase, { round, seconds });
  }
  console.log("Loading a million lots that have expired …");
  const shops = await openShops(server.port, 2);
  await preload(stage.database, {
    ids: stage.ids,
    shopIds: shops.map(({ id }) => id),
    load: {
      customers: CUSTOMERS,
      postingsEach: LOTS / CUSTOMERS,
      pointsEach: 1,
      // Of each customer's lots the last one expired today.
      firstExpiry: addCalendarDays(
        localDay(systemClock.now(), DEFAULT_TIME_ZONE),
        -LOTS / CUSTOMERS,
      ),
      firstNumber: FIRST_NUMBER,
      shopOf: (index) => index % 2,
    },
  });
  stage.expect("earn", LOTS);
  await untilNoticed(http);
  const busy = tillPhases(http, results, {
    full: TILL_AT_MIDNIGHT,
    paced: TILL_PACED_AT_MIDNIGHT,
    when: " while a million lots expire",
  });
  for (let round = 0; round < rounds; round += 1) {
    for (const phase of busy) await measureWhileDue(http, results, { phase, round, seconds });
  }
  console.log(`  ${await countDueLots(stage.database)} expired lots are left`);
  await stage.verify();
  console.log("  books balance");
}

function tillPhases(
  http: HttpLoad,
  results: Results,
  it: { full: string; paced: string; when: string },
): Phase[] {
  const half = () => (results.samplesOf(TILL_QUIET).at(-1)?.perSecond ?? 0) / 2;
  return [
    { ...awardPhase(http, WAY, true), key: it.full, label: `till, 64 connections${it.when}` },
    {
      ...pacedPhase(http, "awards", half),
      key: it.paced,
      label: `till at half of its peak, open loop${it.when}`,
    },
  ];
}

/** A measurement that began when nothing was left to expire would be one of a quiet till. */
async function measureWhileDue(
  http: HttpLoad,
  results: Results,
  { phase, round, seconds }: { phase: Phase; round: number; seconds: number },
): Promise<void> {
  const before = await countDueLots(http.stage.database);
  if (before === 0) return console.log(`  ${phase.label}: everything has expired already`);
  await results.measure(phase, { round, seconds });
  const after = await countDueLots(http.stage.database);
  console.log(`    ${before - after} lots expired meanwhile, ${after} are left`);
}

async function untilNoticed({ stage: { database } }: HttpLoad): Promise<void> {
  const deadline = performance.now() + NOTICED_WITHIN_MILLISECONDS;
  while ((await countDueLots(database)) >= LOTS) {
    if (performance.now() > deadline) throw new Error("The server lets nothing expire.");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
