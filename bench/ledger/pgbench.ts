import { execFile, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const DEBIAN_HOME = "/usr/lib/postgresql";
const THREADS = 2;

/** Finds pgbench, which no npm package has; as root on Debian it is installed. Throws with advice. */
export function ensurePgbench(): string {
  const found = findPgbench();
  if (found !== null) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing postgresql-contrib, which has pgbench …");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const options = { stdio: ["ignore", "ignore", "inherit"] as const, env };
    // The package would otherwise start a server of its own.
    spawnSync("apt-get", ["update", "-qq"], { ...options, stdio: [...options.stdio] });
    const install = ["install", "-y", "-qq", "--no-install-recommends", "postgresql-contrib"];
    spawnSync("apt-get", install, { ...options, stdio: [...options.stdio] });
  }
  const installed = findPgbench();
  if (installed !== null) return installed;
  throw new Error(
    'The bench compares with pgbench\'s TPC-B and did not find pgbench. Install it, for example with "sudo apt-get install postgresql-contrib", or put it on the PATH.',
  );
}

function findPgbench(): string | null {
  const onPath = (process.env.PATH ?? "").split(":").map((folder) => join(folder, "pgbench"));
  const versions = existsSync(DEBIAN_HOME) ? readdirSync(DEBIAN_HOME) : [];
  const newestFirst = versions.sort((left, right) => Number(right) - Number(left));
  const debian = newestFirst.map((version) => join(DEBIAN_HOME, version, "bin", "pgbench"));
  return [...onPath, ...debian].find(existsSync) ?? null;
}

export type Pgbench = {
  /** pgbench's own tables: 100,000 accounts for each unit of scale. */
  initialise(scale: number): Promise<void>;
  /** Transactions a second of the built-in TPC-B script, or of a script file. */
  measure(load: {
    script?: string;
    clients: number;
    seconds: number;
  }): Promise<{ perSecond: number; averageMilliseconds: number }>;
};

/** Statements are prepared (`-M prepared`): the fastest mode it has, so that ratios flatter nobody. */
export function pgbenchOn(program: string, databaseUrl: string): Pgbench {
  const url = new URL(databaseUrl);
  const env = { ...process.env, PGPASSWORD: decodeURIComponent(url.password) };
  const place = ["-h", url.hostname, "-p", url.port, "-U", url.username, url.pathname.slice(1)];
  const pgbench = (args: readonly string[]) => run(program, [...args, ...place], { env });
  return {
    async initialise(scale) {
      await pgbench(["-i", "-q", "-s", String(scale)]);
    },
    async measure({ script, clients, seconds }) {
      const shape = `-c ${clients} -j ${THREADS} -T ${Math.ceil(seconds)}`;
      const file = script === undefined ? [] : ["-f", script];
      const { stdout } = await pgbench(["-n", "-M", "prepared", ...shape.split(" "), ...file]);
      return {
        perSecond: numberAfter(stdout, /tps = ([\d.]+)/),
        averageMilliseconds: numberAfter(stdout, /latency average = ([\d.]+) ms/),
      };
    },
  };
}

function numberAfter(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`pgbench said something unexpected:\n${text}`);
  return Number(found);
}
