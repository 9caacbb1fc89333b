import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messages } from "./messages.ts";
import { comesTrue, processesIn, signal } from "./processes.ts";

/**
 * Makes the cluster free to start: a PostgreSQL that outlived its server is stopped, backends that
 * outlived their postmaster are waited for, and a pid file that names a stranger is defused.
 * Call with the directory lock held, so what is found here belongs to nobody alive.
 */
export async function clearLeftovers(cluster: string, log: (line: string) => void): Promise<void> {
  const postmaster = postmasterPid(cluster);
  const running = () => processesIn(cluster, postmaster);
  if (postmaster !== null && running().includes(postmaster)) {
    log(messages.stoppingOrphan(postmaster));
    await stopPostmaster(postmaster, () => running().length === 0);
  }
  // Without a postmaster, backends end by themselves within moments; one that is stuck is made to,
  // which loses nothing that was acknowledged: the next start recovers from the log.
  if (!(await comesTrue(() => running().length === 0, 5_000))) {
    for (const pid of running()) signal(pid, "SIGKILL");
    await comesTrue(() => running().length === 0, 5_000);
  }
  const [stuck] = running();
  if (stuck !== undefined) throw new Error(messages.orphanStays(stuck));
  defusePidFile(cluster);
}

/** Fast shutdown; if that takes too long, immediate; if even that does, the hard way. */
export async function stopPostmaster(pid: number, isGone: () => boolean): Promise<void> {
  for (const [name, milliseconds] of [
    ["SIGINT", 30_000],
    ["SIGQUIT", 10_000],
    ["SIGKILL", 5_000],
  ] as const) {
    signal(pid, name);
    if (await comesTrue(isGone, milliseconds)) return;
  }
}

/**
 * PostgreSQL refuses to start when the process its old pid file names exists, even if that number
 * belongs to a stranger or a zombie by now. It ignores its own parent's number, though, so we write
 * ours there. Removing the file instead would lose the shared memory key in it, by which PostgreSQL
 * notices backends that are still at work. A file without a number is of no use to anybody: a full
 * disk or a power cut left it, PostgreSQL refuses to start on it, and no process was found.
 */
function defusePidFile(cluster: string): void {
  const file = pidFile(cluster);
  const text = readIfThere(file);
  if (text === null) return;
  if (!PID_FILE.test(text)) {
    rmSync(file);
    return;
  }
  writeFileSync(file, text.replace(/^-?\d+/, String(process.pid)));
}

/** PostgreSQL reads the number and ignores what is torn behind it. */
const PID_FILE = /^-?\d+\s/;

/** The postmaster's pid file, line by line: 1 pid, 8 state. Null when there is none. */
export function readPidFile(cluster: string): { pid: number; isReady: boolean } | null {
  const lines = readIfThere(pidFile(cluster))?.split("\n");
  const pid = Number(lines?.[0]);
  if (lines === undefined || !Number.isInteger(pid) || pid <= 0) return null;
  return { pid, isReady: lines[7]?.trim() === "ready" };
}

function postmasterPid(cluster: string): number | null {
  return readPidFile(cluster)?.pid ?? null;
}

const pidFile = (cluster: string): string => join(cluster, "postmaster.pid");

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
