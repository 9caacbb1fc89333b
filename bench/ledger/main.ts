import { watchBytes } from "./bytes.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { enginePhase } from "./engine.ts";
import { type Functions, openFunctions } from "./functions.ts";
import { decideGoals, RECOUNT } from "./goals.ts";
import {
  awardPhase,
  bulkPhase,
  conversionPhase,
  type HttpLoad,
  orderPhase,
  pacedPhase,
  quoteAndConversionPhase,
  type Way,
  warmUp,
  wayKey,
  ways,
} from "./http-phases.ts";
import { measureLarge } from "./large.ts";
import { startLoadProcess } from "./load-process.ts";
import { measureMidnight } from "./midnight.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { othersPercent } from "./processors.ts";
import { printProfiles, profilesIn } from "./profile.ts";
import { measureReads } from "./reads.ts";
import { recountChangesPhase, recountPhase } from "./recount.ts";
import { printFootprints, printGoals, printRows } from "./report.ts";
import { openResults, type Phase, type Results } from "./results.ts";
import { openStage } from "./stage.ts";

const OTHER_CONNECTIONS = [16, 256] as const;
const POSTINGS_EACH = 4;
/** TPC-B is measured anew after so many phases: on a shared machine its speed wanders. */
const PHASES_PER_YARDSTICK = 8;

/** TPC-B has sixteen processes and a server has one, so whoever else runs takes more from the server. */
const OTHERS_PERCENT_MAXIMUM = 10;

type Group = { readonly name: string; readonly phases: readonly Phase[] };
const say = (line: string): void => console.log(line);

/** Runs the whole bench. Throws when anything was refused, was lost, or does not balance. */
export async function runBench(args: readonly string[]): Promise<void> {
  if (args.includes("--help")) return say(USAGE);
  const options = readOptions(args);
  const folder = options.profileFolder;
  const earlierProfiles = new Set(folder === null ? [] : profilesIn(folder));
  const startedAt = performance.now();
  const cluster = await startCluster();
  const closing: (() => Promise<void>)[] = [() => cluster.stop()];
  let closed: Promise<void> | null = null;
  // Once, and awaited by whoever asks: a database left running would be somebody's to find.
  const closeAll = () => {
    closed ??= (async () => {
      for (const close of closing.splice(0).reverse()) await close().catch(console.error);
    })();
    return closed;
  };
  const endEarly = () => void closeAll().then(() => process.exit(1));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, endEarly);
  // Nobody reads on: `npm run bench | head`.
  process.stdout.once("error", endEarly);
  try {
    await measureAll(cluster, options, closing);
    say(`\n${Math.round((performance.now() - startedAt) / 1000)} s in all.`);
  } finally {
    await closeAll();
  }
  // Servers write their profiles when they stop.
  if (folder === null) return;
  const names = profilesIn(folder).filter((name) => !earlierProfiles.has(name));
  printProfiles({ folder, names }, say);
}

async function measureAll(
  cluster: Cluster,
  options: Options,
  closing: (() => Promise<void>)[],
): Promise<void> {
  const { pace } = options;
  say("Preparing TPC-B, the transfer function, shops and customers …");
  const functions = await openFunctions(cluster, pace.tpcbScale);
  closing.push(functions.close);
  const stage = await openStage(cluster, {
    name: "small",
    customers: pace.customers,
    postingsEach: POSTINGS_EACH,
    servers: { coalescing: 2, single: 2 },
    profileFolder: options.profileFolder,
  });
  closing.push(stage.close);
  const load = startLoadProcess();
  closing.push(async () => load.stop());
  const results = openResults(say);
  const bytes = watchBytes();
  const http: HttpLoad = { stage, load, bytes, warmUpSeconds: pace.warmUpSeconds };
  const groups = groupsOf(http, { results, functions }).filter(
    ({ name }) => options.only === null || options.only.has(name),
  );
  const runs = (wanted: string) => groups.some(({ name }) => name === wanted);
  if (groups.length > 0) {
    await warmUp(http, {
      seconds: pace.warmServersSeconds,
      conversions: runs("conversions"),
      orders: runs("orders"),
    });
  }
  for (let round = 0; groups.length > 0 && round < pace.rounds; round += 1) {
    const others = await othersPercent();
    say(`Round ${round + 1} of ${pace.rounds}`);
    if (others !== null && others > OTHERS_PERCENT_MAXIMUM) {
      say(
        `  Others use ${Math.round(others)} % of the processors: these ratios are not to be trusted.`,
      );
    }
    for (const group of groups) {
      await measureGroup(group.phases, { round, options, functions, results });
      await functions.verify();
      await stage.verify();
      say("  books balance");
    }
  }
  const rest = { results, functions, options, closing };
  if (options.midnight) await measureMidnight(cluster, http, rest);
  if (options.reads) await measureReads(cluster, http, rest);
  if (options.large) await measureLarge(cluster, http, rest);
  const deadlocks = await stage.countDeadlocks();
  say(
    "\nEvery number is the median of the rounds; TPC-B is pgbench -M prepared, its fastest mode.",
  );
  printRows(results.rows);
  printFootprints(bytes.footprints);
  printGoals(decideGoals(results, { deadlocks, footprints: bytes.footprints }));
}

async function measureGroup(
  phases: readonly Phase[],
  it: { round: number; options: Options; functions: Functions; results: Results },
): Promise<void> {
  const { goalSeconds, otherSeconds, tpcbSeconds } = it.options.pace;
  for (const [index, phase] of phases.entries()) {
    if (index % PHASES_PER_YARDSTICK === 0) {
      const yardstick = { round: it.round, seconds: tpcbSeconds };
      await it.results.measureYardstick(it.functions.tpcb, yardstick);
    }
    const seconds = phase.isGoal ? goalSeconds : otherSeconds;
    await it.results.measure(phase, { round: it.round, seconds });
  }
}

function groupsOf(
  http: HttpLoad,
  { results, functions }: { results: Results; functions: Functions },
): Group[] {
  const { stage, bytes } = http;
  const halfOf = (kind: string) => () => {
    const peak = results.samplesOf(wayKey(kind, MAIN_WAY)).at(-1);
    if (!peak) throw new Error("the peak is measured first");
    return peak.perSecond / 2;
  };
  const all = ways(MAIN_WAY, OTHER_CONNECTIONS);
  const isGoal = (way: Way) => way.connections === MAIN_WAY.connections;
  return [
    { name: "functions", phases: functions.functions },
    {
      name: "engine",
      phases: [
        enginePhase(stage, bytes, { inFlight: 64, hot: false }),
        enginePhase(stage, bytes, { inFlight: 256, hot: false }),
        enginePhase(stage, bytes, { inFlight: 64, hot: true }),
        enginePhase(stage, bytes, { inFlight: 256, hot: true }),
      ],
    },
    {
      name: "awards",
      phases: [
        ...all.map((way) => awardPhase(http, way, isGoal(way))),
        pacedPhase(http, "awards", halfOf("awards")),
      ],
    },
    { name: "bulk", phases: [bulkPhase(http, 100), bulkPhase(http, 500)] },
    {
      name: "conversions",
      phases: [
        ...all.map((way) => conversionPhase(http, way, isGoal(way))),
        pacedPhase(http, "conversions", halfOf("conversions")),
        quoteAndConversionPhase(http),
      ],
    },
    {
      name: "orders",
      phases: [
        orderPhase(http, false),
        orderPhase(http, true),
        pacedPhase(http, "orders", halfOf("orders")),
      ],
    },
    {
      name: "recount",
      phases: [
        recountPhase(stage, { key: RECOUNT, label: "full recount, entries" }),
        recountChangesPhase(stage, enginePhase(stage, watchBytes(), { inFlight: 64, hot: false })),
      ],
    },
  ];
}

const MAIN_WAY: Way = { connections: 64, hot: false, coalescing: true, processes: 1 };
