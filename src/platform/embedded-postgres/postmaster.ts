import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { lastLinesOf } from "../last-lines.ts";
import type { Account } from "./account.ts";
import { programEnvironment } from "./cluster.ts";
import { readPidFile, stopPostmaster } from "./leftovers.ts";
import { messages } from "./messages.ts";
import { sleep } from "./processes.ts";

/** Crash recovery of a busy cluster may take a while; beyond this something is wrong. */
const READY_WITHIN_MILLISECONDS = 120_000;
/** Of the log, in the message that it did not start. */
const LAST_LINES = 12;
/** The log file is moved aside at a start that finds it larger, so at most about two of these exist. */
const LOG_BYTES_MAXIMUM = 10 * 1024 * 1024;

export type Settings = Readonly<Record<string, string>>;

export type Postmaster = {
  readonly pid: number;
  /** Resolves with how it ended: a signal's name or `exit code N`. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
};

/** Starts PostgreSQL and answers when it accepts connections. Throws with the end of its log if not. */
export async function startPostmaster(options: {
  cluster: string;
  binaries: string;
  account: Account;
  logFile: string;
  port: number;
  settings: Settings;
}): Promise<Postmaster> {
  const child = launch(options);
  let endedHow: string | null = null;
  const ended = new Promise<string>((resolve) => {
    const end = (how: string) => {
      endedHow ??= how;
      resolve(endedHow);
    };
    child.once("exit", (code, signal) => end(signal ?? `exit code ${code}`));
    child.once("error", (error) => end(error.message));
  });
  const stop = async () => {
    if (child.pid !== undefined) await stopPostmaster(child.pid, () => endedHow !== null);
  };
  const deadline = performance.now() + READY_WITHIN_MILLISECONDS;
  while (!isReady(options.cluster, child)) {
    if (endedHow === null && performance.now() > deadline) {
      await stop();
      endedHow = "it did not get ready in time";
    }
    if (endedHow !== null) {
      throw new Error(
        messages.didNotStart(endedHow, options.logFile, lastLinesOf(options.logFile, LAST_LINES)),
      );
    }
    await sleep(10);
  }
  return { pid: child.pid as number, ended, stop };
}

function launch(options: Parameters<typeof startPostmaster>[0]): ChildProcess {
  const settings: Settings = {
    listen_addresses: "127.0.0.1",
    port: String(options.port),
    unix_socket_directories: "",
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    // Keys are hashes, so a busy till touches pages all over the place, and each is logged whole when
    // it changes first after a checkpoint: more than half of the log of a sale, at the default of 1 GB.
    // More log between checkpoints means fewer of them, and more to read after a crash.
    max_wal_size: "4GB",
    password_encryption: "scram-sha-256",
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    cluster_name: "tongdui",
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openLog(options.logFile);
  try {
    return spawn(join(options.binaries, "bin", "postgres"), ["-D", options.cluster, ...flags], {
      cwd: options.cluster,
      env: programEnvironment(),
      // A file and not a pipe: a database whose server died must not die of writing to its log.
      stdio: ["ignore", log, log],
      // A process group of its own, so that Ctrl-C in the terminal reaches only the server, which
      // then stops the database after its last request.
      detached: true,
      ...options.account,
    });
  } finally {
    closeSync(log);
  }
}

function isReady(cluster: string, child: ChildProcess): boolean {
  const file = readPidFile(cluster);
  return file !== null && file.pid === child.pid && file.isReady;
}

function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > LOG_BYTES_MAXIMUM) renameSync(file, `${file}.1`);
  return openSync(file, "a", 0o600);
}
