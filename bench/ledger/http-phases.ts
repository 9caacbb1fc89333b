import { bucketOf } from "../../src/kernel/bucket.ts";
import type { Byproducts } from "./bytes.ts";
import { readProcessIds, settle } from "./cluster.store.ts";
import { type CpuSeconds, watchCpu } from "./cpu.ts";
import type { LoadPlan, LoadResult } from "./load/plan.ts";
import type { LoadProcess } from "./load-process.ts";
import { copyQuotes } from "./preload.store.ts";
import type { Measured, Phase } from "./results.ts";
import type { Stage } from "./stage.ts";

/** How a request reaches the server. */
export type Way = {
  readonly connections: number;
  readonly hot: boolean;
  readonly coalescing: boolean;
  readonly processes: 1 | 2;
};

/** What is assumed of a phase that was not measured yet, in requests a second. */
const FIRST_GUESS_PER_SECOND = 4_000;
const SPARE = 1.5;

export type HttpLoad = {
  readonly stage: Stage;
  readonly load: LoadProcess;
  readonly bytes: Byproducts;
  readonly warmUpSeconds: number;
};

export function wayKey(kind: string, way: Way): string {
  const where = way.hot ? "hot" : "spread";
  return `${kind} ${way.connections} ${where} ${way.coalescing ? "on" : "off"} ${way.processes}`;
}

function wayLabel(way: Way): string {
  return [
    `${way.connections} connections`,
    way.hot ? "one hot shop" : "spread",
    ...(way.coalescing ? [] : ["coalescing off"]),
    ...(way.processes === 2 ? ["two processes"] : []),
  ].join(", ");
}

/** What a goal is about first: the main way, and those that differ from it in one thing; then other loads. */
export function ways(main: Way, connections: readonly number[]): Way[] {
  return [
    main,
    { ...main, hot: true },
    { ...main, processes: 2 },
    { ...main, coalescing: false },
    ...connections.map((count) => ({ ...main, connections: count })),
  ];
}

export function awardPhase(http: HttpLoad, way: Way, isGoal: boolean): Phase {
  const key = wayKey("awards", way);
  let expected = FIRST_GUESS_PER_SECOND;
  return {
    key,
    label: `awards, ${wayLabel(way)}`,
    isGoal,
    async run({ round, seconds }) {
      const plan = planOf(http, way, { request: "award", key, round, seconds, expected });
      const result = await http.bytes.around(isGoal ? "award over HTTP" : null, http.stage, () =>
        carryOut(http, plan, "earn"),
      );
      expected = result.measured / result.measuredSeconds;
      return measuredOf(result);
    },
  };
}

export function bulkPhase(http: HttpLoad, receipts: number): Phase {
  const way: Way = { connections: 16, hot: false, coalescing: true, processes: 1 };
  const key = `bulk ${receipts}`;
  return {
    key,
    label: `bulk awards, ${receipts} receipts a request, 16 connections`,
    isGoal: true,
    async run({ round, seconds: usualSeconds }) {
      // A request takes the better part of a second, so that fewer would be a handful.
      const seconds = 2 * usualSeconds;
      const expected = Math.ceil((4 * FIRST_GUESS_PER_SECOND) / receipts);
      const plan = planOf(http, way, { request: "bulk", key, round, seconds, expected });
      const result = await carryOut(http, { ...plan, receiptsPerRequest: receipts }, "earn");
      return measuredOf(result, { things: receipts });
    },
  };
}

export function conversionPhase(http: HttpLoad, way: Way, isGoal: boolean): Phase {
  const key = wayKey("conversions", way);
  let expected = FIRST_GUESS_PER_SECOND / 2;
  return {
    key,
    label: `conversions, ${wayLabel(way)}`,
    isGoal,
    async run({ round, seconds }) {
      const plan = planOf(http, way, { request: "conversion", key, round, seconds, expected });
      const quotes = await prepareQuotes(http.stage, way.hot, plan.expectedRequests);
      const result = await http.bytes.around(
        isGoal ? "conversion over HTTP" : null,
        http.stage,
        () => carryOut(http, { ...plan, quotes }, "convert"),
      );
      expected = result.measured / result.measuredSeconds;
      return measuredOf(result);
    },
  };
}

export function orderPhase(http: HttpLoad, hot: boolean): Phase {
  const way: Way = { connections: 64, hot, coalescing: true, processes: 1 };
  const key = wayKey("orders", way);
  let expected = FIRST_GUESS_PER_SECOND / 4;
  return {
    key,
    label: `orders, 64 connections, ${hot ? "one hot product" : "spread"}`,
    isGoal: true,
    async run({ round, seconds }) {
      const plan = planOf(http, way, { request: "order", key, round, seconds, expected });
      const result = await http.bytes.around(hot ? null : "order over HTTP", http.stage, () =>
        carryOut(http, plan, "hold"),
      );
      expected = result.measured / result.measuredSeconds;
      return measuredOf(result);
    },
  };
}

export function quoteAndConversionPhase(http: HttpLoad): Phase {
  const way: Way = { connections: 64, hot: false, coalescing: true, processes: 1 };
  const key = wayKey("pairs", way);
  return {
    key,
    label: "quote, then conversion (both in the time), 64 connections, spread",
    isGoal: false,
    async run({ round, seconds }) {
      const expected = FIRST_GUESS_PER_SECOND / 2;
      const request = "quote_and_conversion";
      const plan = planOf(http, way, { request, key, round, seconds, expected });
      return measuredOf(await carryOut(http, plan, "convert"));
    },
  };
}

/** Reads of these paths in turn, at 64 connections. */
export function readPhase(
  http: HttpLoad,
  { key, label, reads }: { key: string; label: string; reads: LoadPlan["reads"] },
): Phase {
  const way: Way = { connections: 64, hot: false, coalescing: true, processes: 1 };
  let expected = FIRST_GUESS_PER_SECOND;
  return {
    key,
    label,
    isGoal: true,
    async run({ round, seconds }) {
      const plan = planOf(http, way, { request: "read", key, round, seconds, expected });
      const result = await carryOut(http, { ...plan, reads }, null);
      expected = result.measured / result.measuredSeconds;
      return measuredOf(result);
    },
  };
}

/** Requests that fall due at `share` of the speed that `perSecond` answers. */
export function pacedPhase(
  http: HttpLoad,
  kind: "awards" | "conversions" | "orders",
  perSecond: () => number,
): Phase {
  const way: Way = { connections: 64, hot: false, coalescing: true, processes: 1 };
  const key = `${kind} paced`;
  return {
    key,
    label: `${kind} at half of the peak, open loop, 64 connections, spread`,
    isGoal: true,
    async run({ round, seconds }) {
      const pace = perSecond();
      const { request, posting } = PACED[kind];
      const plan = planOf(http, way, { request, key, round, seconds, expected: pace });
      const quotes =
        kind === "conversions" ? await prepareQuotes(http.stage, false, plan.expectedRequests) : [];
      const paced = { ...plan, quotes, perSecond: pace };
      return measuredOf(await carryOut(http, paced, posting));
    },
  };
}

const PACED = {
  awards: { request: "award", posting: "earn" },
  conversions: { request: "conversion", posting: "convert" },
  orders: { request: "order", posting: "hold" },
} as const;

/** A server that has just started is slow until its code was compiled: nothing of this counts. */
export async function warmUp(
  http: HttpLoad,
  { seconds, conversions, orders }: { seconds: number; conversions: boolean; orders: boolean },
): Promise<void> {
  for (const coalescing of [true, false]) {
    const servers = coalescing ? http.stage.coalescing : http.stage.single;
    const processes = servers.length > 1 ? 2 : 1;
    if (servers.length === 0) continue;
    const way: Way = { connections: 64, hot: false, coalescing, processes };
    await awardPhase(http, way, false).run({ round: 0, seconds });
    if (conversions) await conversionPhase(http, way, false).run({ round: 0, seconds });
    if (orders && coalescing) await orderPhase(http, false).run({ round: 0, seconds });
  }
  // Statements that were planned on tables without sales are planned again, as after a first day.
  await settle(http.stage.database);
}

let runs = 0;

function planOf(
  { stage, warmUpSeconds }: HttpLoad,
  way: Way,
  it: {
    request: LoadPlan["request"];
    key: string;
    round: number;
    seconds: number;
    expected: number;
  },
): LoadPlan {
  const servers = way.coalescing ? stage.coalescing : stage.single;
  runs += 1;
  return {
    crowdFile: stage.crowdFile,
    request: it.request,
    ports: servers.slice(0, way.processes).map(({ port }) => port),
    connections: way.connections,
    hot: way.hot,
    warmUpSeconds,
    seconds: it.seconds,
    perSecond: null,
    expectedRequests:
      Math.ceil(it.expected * SPARE * (warmUpSeconds + it.seconds)) + way.connections,
    receiptsPerRequest: 1,
    name: `r${runs}`,
    quotes: [],
    reads: { paths: [], isSignedIn: false },
  };
}

type Outcome = LoadResult & { readonly cpuSeconds: CpuSeconds };

async function carryOut(
  { stage, load }: HttpLoad,
  plan: LoadPlan,
  kind: "earn" | "convert" | "hold" | null,
): Promise<Outcome> {
  const servers = [...stage.coalescing, ...stage.single]
    .filter(({ port }) => plan.ports.includes(port))
    .map(({ pid }) => pid);
  const spenders = async () => ({
    server: servers,
    postgres: await readProcessIds(stage.database),
    load: [load.pid],
  });
  const cpu = watchCpu(await spenders());
  const result = await load.run(plan);
  const cpuSeconds = cpu.spent(await spenders());
  if (kind !== null) stage.expect(kind, result.accepted * plan.receiptsPerRequest);
  return { ...result, cpuSeconds };
}

/** In things done: a bulk request is as many as it has receipts. */
function measuredOf(result: Outcome, { things = 1 } = {}): Measured {
  const { measured, measuredSeconds, cpuSeconds } = result;
  const { p50Milliseconds, p99Milliseconds, p999Milliseconds } = result;
  const done = result.accepted * things;
  return {
    perSecond: (measured * things) / measuredSeconds,
    p50Milliseconds,
    p99Milliseconds,
    p999Milliseconds,
    cpuSeconds: {
      server: cpuSeconds.server / done,
      postgres: cpuSeconds.postgres / done,
      load: cpuSeconds.load / done,
    },
  };
}

let nextCustomer = 0;

/** One quote a request, of customers in turn. */
async function prepareQuotes(
  stage: Stage,
  hot: boolean,
  count: number,
): Promise<{ id: string; cookie: string }[]> {
  const customers = hot ? stage.hot : stage.spread;
  const wanted = Array.from({ length: count }, () => {
    const customer = customers[nextCustomer % customers.length];
    const like = customer && stage.quotes[customer.shop];
    if (!customer || !like) throw new Error("every customer has a shop with a quote");
    nextCustomer += 1;
    return { customer, like, id: stage.ids.next("quote") };
  });
  await copyQuotes(
    stage.database,
    wanted.map(({ customer, like, id }) => ({
      id,
      bucket: bucketOf(customer.id),
      customerId: customer.id,
      like: like.id,
      likeBucket: like.bucket,
    })),
  );
  return wanted.map(({ id, customer }) => ({ id, cookie: customer.cookie }));
}
