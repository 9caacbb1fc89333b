import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMMAND_BOUNDS } from "../../src/platform/db/bounds.ts";
import { openDatabase } from "../../src/platform/db/database.ts";
import {
  removeAbandoned,
  startEmbeddedPostgres,
} from "../../src/platform/embedded-postgres/index.ts";
import { createDatabase } from "./cluster.store.ts";

const PREFIX = "tongdui-bench-";
/** A younger folder may be that of a bench that is just starting. */
const ABANDONED_AFTER_MILLISECONDS = 60_000;

/** Four servers with their pools, pgbench and the bench itself. Everything else is as we ship it. */
const SETTINGS = { max_connections: "300" };

export type Cluster = {
  /** A folder for whatever else the bench writes; gone at the end. */
  readonly folder: string;
  /** Makes an empty database and answers its address. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
};

/** The product's own PostgreSQL, durable as always, on a folder that is thrown away at the end. */
export async function startCluster(): Promise<Cluster> {
  await removeAbandonedFolders();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  // PostgreSQL runs under another account when the bench is run by root.
  chmodSync(folder, 0o755);
  const dataDirectory = join(folder, "data");
  const postgres = await startEmbeddedPostgres({
    dataDirectory,
    log: () => {},
    settings: SETTINGS,
  });
  return {
    folder,
    async createDatabase(name) {
      const database = openDatabase(postgres.url, { poolSize: 1, bounds: COMMAND_BOUNDS });
      await createDatabase(database, name);
      await database.close();
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    async stop() {
      await postgres.stop();
      await removeAbandoned(dataDirectory);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a bench that was killed left behind: its database, still running, and its folder. */
async function removeAbandonedFolders(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const status = statSync(folder, { throwIfNoEntry: false });
    if (status === undefined || status.uid !== process.getuid?.()) continue;
    if (Date.now() - status.mtimeMs < ABANDONED_AFTER_MILLISECONDS) continue;
    const dataDirectory = join(folder, "data");
    await removeAbandoned(dataDirectory);
    // It does nothing while a living bench has the folder.
    if (!existsSync(dataDirectory)) rmSync(folder, { recursive: true, force: true });
  }
}
