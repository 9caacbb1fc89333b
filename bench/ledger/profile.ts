import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What is read of a `.cpuprofile` (V8's `Profiler.Profile`). */
export type Profile = {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
};

export type Share = { readonly name: string; readonly percent: number };

export type Summary = {
  readonly busySeconds: number;
  readonly idleSeconds: number;
  readonly areas: readonly Share[];
  readonly functions: readonly Share[];
};

const TOP_FUNCTIONS = 8;
const IDLE = "(idle)";
const COLLECTOR = "(garbage collector)";
const OUTSIDE = "(program)";

/** The first pattern that fits a script's address names its area. */
const AREAS: readonly (readonly [RegExp, string])[] = [
  [/\/node_modules\/(pg|pg-[a-z]+|postgres-[a-z]+|pgpass)\//, "PostgreSQL protocol"],
  [/\/node_modules\/(typebox|@sinclair\/typebox|ajv|@fastify\/ajv-compiler)\//, "validation"],
  [/\/node_modules\/(fastify|find-my-way|avvio|fast-[a-z-]+|light-my-request)\//, "HTTP"],
  [/^node:_?http|^node:internal\/(http|.*parser)/, "HTTP"],
  [/\/node_modules\//, "other packages"],
  [/^node:/, "Node: sockets, streams, timers"],
  [/\/dist\/server\//, "our code"],
];

/**
 * Where the time of one process went, in percent of the time it was busy. Functions without a script
 * (built-ins, native calls) count for the nearest caller that has one.
 */
export function summarise({ nodes, samples, timeDeltas }: Profile): Summary {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callers = new Map(
    nodes.flatMap((node) => (node.children ?? []).map((id) => [id, node.id])),
  );
  const areaOf = (id: number): string => {
    for (let at: number | undefined = id; at !== undefined; at = callers.get(at)) {
      const frame = byId.get(at)?.callFrame;
      if (frame?.functionName === COLLECTOR) return "garbage collection";
      if (frame?.functionName === OUTSIDE) return "outside JavaScript: event loop, kernel, parser";
      const area = AREAS.find(([pattern]) => pattern.test(frame?.url ?? ""))?.[1];
      if (area !== undefined) return area;
    }
    return "other";
  };
  const areas = new Map<string, number>();
  const functions = new Map<string, number>();
  const sum = { busy: 0, idle: 0 };
  for (const [index, id] of samples.entries()) {
    const spent = timeDeltas[index] ?? 0;
    const { functionName = "", url = "" } = byId.get(id)?.callFrame ?? {};
    if (functionName === IDLE) {
      sum.idle += spent;
      continue;
    }
    sum.busy += spent;
    add(areas, areaOf(id), spent);
    const script = url.split("/").slice(-2).join("/");
    add(functions, `${functionName || "(anonymous)"} ${script}`.trim(), spent);
  }
  return {
    busySeconds: sum.busy / 1_000_000,
    idleSeconds: sum.idle / 1_000_000,
    areas: sharesOf(areas, sum.busy),
    functions: sharesOf(functions, sum.busy).slice(0, TOP_FUNCTIONS),
  };
}

function add(sums: Map<string, number>, name: string, spent: number): void {
  sums.set(name, (sums.get(name) ?? 0) + spent);
}

function sharesOf(sums: ReadonlyMap<string, number>, whole: number): Share[] {
  return [...sums]
    .map(([name, spent]) => ({ name, percent: (100 * spent) / whole }))
    .sort((left, right) => right.percent - left.percent);
}

export function profilesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".cpuprofile"))
    .sort();
}

/** Prints a summary of each of these profiles of the folder. */
export function printProfiles(
  { folder, names }: { folder: string; names: readonly string[] },
  print: (line: string) => void,
): void {
  for (const name of names) {
    const summary = summarise(JSON.parse(readFileSync(join(folder, name), "utf8")) as Profile);
    const { busySeconds, idleSeconds, areas, functions } = summary;
    print(`\n${name}: busy ${busySeconds.toFixed(1)} s, idle ${idleSeconds.toFixed(1)} s`);
    for (const share of areas) print(lineOf(share));
    print("  the functions with the most time of their own:");
    for (const share of functions) print(lineOf(share));
  }
}

function lineOf({ name, percent }: Share): string {
  return `  ${percent.toFixed(1).padStart(5)} %  ${name}`;
}
