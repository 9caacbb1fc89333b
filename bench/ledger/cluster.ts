import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../src/platform/db/database.ts";
import {
  removeAbandoned,
  startEmbeddedPostgres,
} from "../../src/platform/embedded-postgres/index.ts";
import { createDatabase } from "./cluster.store.ts";

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
  const folder = mkdtempSync(join(tmpdir(), "tongdui-bench-"));
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
      const database = openDatabase(postgres.url, { poolSize: 1 });
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
