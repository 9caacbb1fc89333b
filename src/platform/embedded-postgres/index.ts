import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { type Account, chooseAccount } from "./account.ts";
import { ensureBinaries } from "./binaries.ts";
import { DATABASE_USER, ensureCluster } from "./cluster.ts";
import { clearLeftovers, readPidFile } from "./leftovers.ts";
import { chooseLocation, locationOf } from "./location.ts";
import { holderOf, lockDirectory } from "./lock.ts";
import { messages } from "./messages.ts";
import { type Settings, startPostmaster } from "./postmaster.ts";
import { processesIn } from "./processes.ts";
import { supervise } from "./supervise.ts";

const DATABASE = "tongdui";
const ADDRESS_FILE = "database.address";

export type EmbeddedPostgres = {
  /** A connection address for any client. It stays good when PostgreSQL is restarted in place. */
  readonly url: string;
  /** Ends PostgreSQL and gives the data directory free. */
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  /** Made when absent. Holds the cluster (or a note where it is), its password and its log. */
  dataDirectory: string;
  log(line: string): void;
  /** PostgreSQL settings over the durable defaults; only throwaway servers of tests need any. */
  settings?: Settings;
};

/**
 * Starts PostgreSQL on `dataDirectory`, preparing it at the first start, and keeps it running: a
 * database that ends by itself or is killed is started again at the same address.
 *
 * Throws an Error whose message tells a person what to do: the directory is in use by another
 * server, the account cannot run PostgreSQL, or PostgreSQL did not start (with the end of its log).
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const account = chooseAccount();
  const dataDirectory = ensureWritable(options.dataDirectory);
  const lock = lockDirectory(dataDirectory);
  try {
    const running = await startLocked({ ...options, dataDirectory, account });
    const address = join(dataDirectory, ADDRESS_FILE);
    writeFileSync(address, running.url, { mode: 0o600 });
    return {
      url: running.url,
      stop: async () => {
        rmSync(address, { force: true });
        await running.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * The address of the database that a living server runs on `dataDirectory`, or null: for commands
 * that work beside a server. Like the password in the directory, it is readable to its owner only.
 */
export function addressOfRunning(dataDirectory: string): string | null {
  const address = join(dataDirectory, ADDRESS_FILE);
  if (holderOf(dataDirectory) === null || !existsSync(address)) return null;
  return readFileSync(address, "utf8");
}

/** The processes of PostgreSQL that run on `dataDirectory`, whoever started them. */
export function clusterProcesses(dataDirectory: string): number[] {
  const cluster = join(locationOf(dataDirectory), "cluster");
  return processesIn(cluster, readPidFile(cluster)?.pid ?? null);
}

function ensureWritable(directory: string): string {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o755 });
    accessSync(directory, constants.W_OK);
    return realpathSync(directory);
  } catch (error) {
    throw new Error(messages.notWritable(directory, (error as Error).message));
  }
}

/**
 * Stops what a dead server left running on `dataDirectory` and deletes it all. Does nothing while a
 * living server has the directory.
 */
export async function removeAbandoned(dataDirectory: string): Promise<void> {
  if (holderOf(dataDirectory) !== null) return;
  const location = locationOf(dataDirectory);
  await clearLeftovers(join(location, "cluster"), () => {});
  rmSync(location, { recursive: true, force: true });
  rmSync(dataDirectory, { recursive: true, force: true });
}

async function startLocked(
  options: EmbeddedPostgresOptions & { account: Account },
): Promise<EmbeddedPostgres> {
  const location = chooseLocation(options);
  const binaries = ensureBinaries(location);
  const { cluster, password } = await ensureCluster({ ...options, location, binaries });
  const port = await freePort();
  const start = async () => {
    await clearLeftovers(cluster, options.log);
    return startPostmaster({
      cluster,
      binaries,
      account: options.account,
      logFile: join(options.dataDirectory, "postgres.log"),
      port,
      settings: options.settings ?? {},
    });
  };
  const supervisor = supervise({ first: await start(), start, log: options.log });
  const server = `postgres://${DATABASE_USER}:${password}@127.0.0.1:${port}`;
  try {
    await ensureDatabase(`${server}/postgres`);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return { url: `${server}/${DATABASE}`, stop: supervisor.stop };
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
