import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  clusterProcesses,
  type EmbeddedPostgres,
  removeAbandoned,
  startEmbeddedPostgres,
} from "../embedded-postgres/index.ts";

const PREFIX = "tongdui-test-";
/** Younger folders may belong to a run that is just starting and has not locked its folder yet. */
const ABANDONED_AFTER_MILLISECONDS = 60_000;

/** Unsafe and fast: what it holds is thrown away. Tests about durability start a server of their own. */
const FAST_SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "200",
};

export type ThrowawayServer = EmbeddedPostgres & {
  /** Numbers of its processes, the postmaster's included. */
  processes(): number[];
};

export async function startThrowawayServer(): Promise<ThrowawayServer> {
  const directory = makeTestDirectory();
  const server = await startEmbeddedPostgres({
    dataDirectory: directory,
    settings: FAST_SETTINGS,
    log: () => {},
  });
  return {
    url: server.url,
    processes: () => clusterProcesses(directory),
    stop: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A fresh folder that other accounts may enter, as PostgreSQL started by root needs. */
export function makeTestDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(directory, 0o755);
  return directory;
}

/** What runs that were killed left behind: their databases still running, their folders. */
export async function removeAbandonedServers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const directory = join(tmpdir(), name);
    const status = statSync(directory, { throwIfNoEntry: false });
    if (status === undefined || status.uid !== process.getuid?.()) continue;
    if (Date.now() - status.mtimeMs < ABANDONED_AFTER_MILLISECONDS) continue;
    await removeAbandoned(directory);
  }
}
