import { join } from "node:path";
import { checkWhatWaits, FINAL_CHECKS } from "./auditor.ts";
import { FAULT_NAMES, Faults, type Node } from "./faults.ts";
import { type SimulatedDatabase, startDatabase } from "./machinery/database.ts";
import { pause } from "./machinery/locks.ts";
import { findPorts } from "./machinery/ports.ts";
import { PostgresProxy } from "./machinery/postgres-proxy.ts";
import { ServerProcess } from "./machinery/server-process.ts";
import { Wire } from "./machinery/wire.ts";
import { expectThat } from "./model/violation.ts";
import { doSomething } from "./operations/choose.ts";
import { randomOf } from "./random.ts";
import { OPERATOR, setUp } from "./set-up.ts";
import { World } from "./world.ts";

export type SimulationOptions = {
  readonly seed: number;
  readonly minutes: number;
  /** One thing at a time: slower, no races, and the same every time. */
  readonly lockstep: boolean;
  /** Ends after so many operations, however long that takes. */
  readonly operationsMost?: number;
  /** On a slow machine it may go on for so long until everything of `MUST_MEET` was met. */
  readonly patienceMinutes?: number;
  log(line: string): void;
};

export const ANSWERS = "every answer is one that the rules allow";
export const WAITING = "what still waits comes when its moment has come, and all that holds again";
export const CLAIMS = [ANSWERS, ...Object.keys(FINAL_CHECKS), WAITING];

/** Without these a run proves little: faults, mishaps on the wire, and what customers and shops did. */
export const MUST_MEET = {
  faults: FAULT_NAMES,
  wire: ["answer_lost", "hung_up", "sent_twice"],
  outcomes: [
    "two at once",
    "repeated later",
    "receipts repeated",
    "keys reused",
    "return periods changed",
    "sales whose points wait",
    "points taken back: while they wait",
    "points taken back: later",
    "commits struck: of a batch",
  ],
} as const;

function hasMetAll({ world, faults }: Scene): boolean {
  const counted = { faults: faults.counts, wire: world.wire.counts, outcomes: world.counts };
  const groups = Object.keys(MUST_MEET) as (keyof typeof MUST_MEET)[];
  return groups.every((group) => MUST_MEET[group].every((what) => (counted[group][what] ?? 0) > 0));
}

export type Report = {
  readonly operations: number;
  /** Of who did what and how it ended; the same for the same seed in lockstep. */
  readonly digest: string;
  readonly seconds: number;
  readonly failures: { readonly claim: string; readonly message: string }[];
  /** How much each final check looked at. */
  readonly checked: Record<string, number>;
  readonly faults: Record<string, number>;
  readonly wire: Record<string, number>;
  readonly outcomes: Record<string, number>;
};

const WORKERS = 6;
const START = Date.UTC(2026, 2, 1, 4);
const FAULT_EVERY_MILLISECONDS = 900;

/** Builds a world, lets it live under faults, and holds what is left against the rules. */
export async function simulate(options: SimulationOptions): Promise<Report> {
  const database = await startDatabase();
  const failures: { claim: string; message: string }[] = [];
  const scene = await raiseTheCurtain(options, database).catch(async (error: unknown) => {
    await database.stop({ keep: true });
    throw error;
  });
  const { world, faults, nodes } = scene;
  const checked: Record<string, number> = {};
  const started = performance.now();
  try {
    await setUp(world, scene.origin);
    await (options.lockstep ? liveInLockstep : live)(options, scene, failures);
    if (failures.length === 0) await judgeTheEnd(scene, { database, failures, checked });
  } catch (error) {
    failures.push({ claim: ANSWERS, message: `${(error as Error).stack}` });
  } finally {
    for (const { process, proxy } of nodes) {
      await process.kill();
      await proxy.close();
    }
    await database.stop({ keep: failures.length > 0 });
  }
  if (failures.length > 0) options.log(`Logs and the database are left in ${database.directory}`);
  return {
    operations: world.operations,
    digest: world.digest(),
    seconds: Math.round((performance.now() - started) / 1000),
    failures,
    checked,
    faults: Object.fromEntries(FAULT_NAMES.map((name) => [name, faults.counts[name] ?? 0])),
    wire: world.wire.counts,
    outcomes: world.counts,
  };
}

type Scene = Awaited<ReturnType<typeof raiseTheCurtain>>;

async function raiseTheCurtain({ seed, lockstep }: SimulationOptions, database: SimulatedDatabase) {
  const address = new URL(database.url);
  const target = { host: address.hostname, port: Number(address.port) };
  const port = await findPorts(4);
  const origin = `http://localhost:${port}`;
  const nodes: (Node & { port: number })[] = [];
  const clock = () => world.clock.upper;
  for (const index of [0, 1]) {
    const proxy = new PostgresProxy(target);
    await proxy.listen(port + 2 + index);
    const own = new URL(database.url);
    own.port = String(port + 2 + index);
    const server = new ServerProcess({
      name: String(index),
      logFile: join(database.directory, `server-${index}.log`),
      options: () => ({
        port: port + index,
        origin,
        databaseUrl: own.href,
        now: clock(),
        jobsRun: !lockstep,
        operator: index === 0 ? OPERATOR : null,
      }),
    });
    nodes.push({ port: port + index, process: server, proxy });
  }
  const world = new World({
    random: randomOf(seed, "world"),
    wire: new Wire(nodes, lockstep),
    now: START,
  });
  for (const { process: server } of nodes) await server.start();
  const faults = new Faults({ world, database, nodes, random: randomOf(seed, "faults") });
  return { world, faults, nodes, origin };
}

/** Many at once, as fast as they get answers; faults and the clock meanwhile. */
async function live(
  {
    seed,
    minutes,
    operationsMost = Number.POSITIVE_INFINITY,
    patienceMinutes = 0,
  }: SimulationOptions,
  scene: Scene,
  failures: Report["failures"],
): Promise<void> {
  const { world, faults } = scene;
  const until = performance.now() + minutes * 60_000;
  const atTheLatest = until + patienceMinutes * 60_000;
  const isTimeUp = (now: number) => now > atTheLatest || (now > until && hasMetAll(scene));
  const isOver = () =>
    failures.length > 0 || isTimeUp(performance.now()) || world.operations >= operationsMost;
  const guarded = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      failures.push({ claim: ANSWERS, message: describe(world, error as Error) });
    }
  };
  const workers = Array.from({ length: WORKERS }, (_, worker) =>
    guarded(async () => {
      for (let count = 0; !isOver(); count += 1) {
        const name = `${worker}-${count}`;
        const leave = await world.gate.enter();
        try {
          await doSomething(world, { random: randomOf(seed, name), name });
        } finally {
          leave();
        }
      }
    }),
  );
  const breaking = guarded(async () => {
    for (let count = 0; !isOver(); count += 1) {
      await pause(FAULT_EVERY_MILLISECONDS);
      await faults.tick();
      await faults.strike(faults.draw(), async () => {});
      if (count % 10 === 9) await faults.changePolicies();
      expectNoCrash(scene);
    }
  });
  await Promise.all([...workers, breaking]);
}

/** One thing after another, faults at exact places: the same seed is the same run. */
async function liveInLockstep(
  { seed, minutes, operationsMost = Number.POSITIVE_INFINITY }: SimulationOptions,
  { world, faults, nodes }: Scene,
  failures: Report["failures"],
): Promise<void> {
  const until = performance.now() + minutes * 60_000;
  try {
    for (
      let count = 0;
      performance.now() < until && world.operations < operationsMost;
      count += 1
    ) {
      const random = randomOf(seed, "lockstep", count);
      const work = () => doSomething(world, { random, name: `lockstep-${count}` });
      if (count % 7 === 3) await faults.strike(faults.draw(), work);
      else await work();
      if (count % 3 === 1) await faults.tick();
      if (count % 5 === 2) await random.pick(nodes).process.runJobs();
      if (count % 100 === 99) await faults.changePolicies();
      expectNoCrash({ nodes });
    }
  } catch (error) {
    failures.push({ claim: ANSWERS, message: describe(world, error as Error) });
  }
}

/** Servers end when they are told to, and not by themselves. */
function expectNoCrash({ nodes }: Pick<Scene, "nodes">): void {
  for (const { process: server } of nodes) {
    expectThat(server.crash === null, () => `server ${server.name} crashed:\n${server.crash}`);
  }
}

/** Everything runs and nothing is under way: now every number is exact. */
async function judgeTheEnd(
  { world, nodes, faults }: Scene,
  it: {
    database: SimulatedDatabase;
    failures: { claim: string; message: string }[];
    checked: Record<string, number>;
  },
): Promise<void> {
  const random = randomOf("the end");
  const sql = it.database.direct;
  const claim = async (name: string, check: () => Promise<number>) => {
    try {
      it.checked[name] = await check();
    } catch (error) {
      it.failures.push({ claim: name, message: describe(world, error as Error) });
    }
  };
  expectNoCrash({ nodes });
  await comeToRest(nodes);
  for (const [name, check] of Object.entries(FINAL_CHECKS)) {
    await claim(name, () => check(world, sql, random));
  }
  if (it.failures.length > 0) return;
  await claim(WAITING, async () => {
    const waited = await checkWhatWaits(world, sql, {
      random,
      setClock: (to) => faults.setClock(to),
      runJobs: () => random.pick(nodes).process.runJobs(),
    });
    await comeToRest(nodes);
    for (const check of Object.values(FINAL_CHECKS)) await check(world, sql, random);
    return waited;
  });
}

/** What one server is at, the other leaves to it: so they are asked again a moment later. */
async function comeToRest(nodes: Scene["nodes"]): Promise<void> {
  for (const wait of [0, 1_500]) {
    await pause(wait);
    for (const { process: server } of nodes) await server.runJobs();
  }
}

/** What was wrong, and what those who may be concerned did last. */
function describe(world: World, error: Error): string {
  const what = error.name === "Violation" ? error.message : `${error.stack}`;
  const concerned = world.customers.filter(({ log }) => log.length > 0);
  const latest = [...concerned].sort((left, right) => right.lastAt - left.lastAt).slice(0, 2);
  const logs = latest.map(
    ({ name, id, log }) => `${name} (${id}) did last:\n  ${log.join("\n  ")}`,
  );
  return [what, ...logs].join("\n");
}
