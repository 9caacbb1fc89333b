import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMMAND_BOUNDS } from "../../src/platform/db/bounds.ts";
import { openDatabase } from "../../src/platform/db/database.ts";
import { migrate } from "../../src/platform/db/migrate.ts";
import { startEmbeddedPostgres } from "../../src/platform/embedded-postgres/index.ts";
import { readServerPids } from "./database.store.ts";

/** Crash recovery takes a second or two; a busy machine may need longer. */
const BACK_WITHIN_MILLISECONDS = 120_000;

export type SimulatedDatabase = Awaited<ReturnType<typeof startDatabase>>;

/** A real PostgreSQL with the durable settings of production, in a folder of its own. */
export async function startDatabase() {
  const directory = mkdtempSync(join(tmpdir(), "tongdui-simulation-"));
  // Started as root, PostgreSQL runs under another account, which must be able to enter.
  chmodSync(directory, 0o755);
  const embedded = await startEmbeddedPostgres({ dataDirectory: directory, log: () => {} });
  await migrate(embedded.url);
  const direct = openDatabase(embedded.url, {
    poolSize: 2,
    bounds: COMMAND_BOUNDS,
    onError: () => {},
  });

  async function waitUntilBack(): Promise<void> {
    const deadline = performance.now() + BACK_WITHIN_MILLISECONDS;
    for (;;) {
      try {
        await direct.query("select 1");
        return;
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  return {
    url: embedded.url,
    directory,
    direct,
    waitUntilBack,
    /** SIGKILL for the postmaster: every connection ends, and the next start recovers from the log. */
    kill: () => process.kill(postmasterPid(directory), "SIGKILL"),
    /** SIGKILL for one backend, upon which PostgreSQL ends all of them and recovers. */
    async killBackend(): Promise<void> {
      const [pid] = await readServerPids(direct);
      if (pid !== undefined) process.kill(pid, "SIGKILL");
    },
    async stop({ keep }: { keep: boolean }): Promise<void> {
      await direct.close();
      await embedded.stop();
      if (!keep) rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The folder belongs to this run, and so does the process that its pid file names. */
function postmasterPid(directory: string): number {
  const file = join(directory, "postgres", "cluster", "postmaster.pid");
  const pid = existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : Number.NaN;
  if (!Number.isInteger(pid) || pid <= 1) throw new Error(`no database to kill in ${directory}`);
  return pid;
}
