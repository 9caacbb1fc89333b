import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * Looks at processes, not only at their numbers: numbers are reused, and a dead process that nobody
 * has collected (a zombie, common in containers without an init) still answers a signal.
 */

const hasProc = process.platform === "linux";

/**
 * When the process started, in whatever unit the system tells it: two processes that had the same
 * number have different values. Null when no such process is running.
 */
export function startOf(pid: number): string | null {
  if (!hasProc) return startByPs(pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses and may contain anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const state = fields[0];
    return state === "Z" || state === "X" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function startByPs(pid: number): string | null {
  try {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    };
    const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], options).trim();
    return line === "" || line.startsWith("Z") ? null : line.slice(line.indexOf(" ")).trim();
  } catch {
    return null;
  }
}

export function isRunning(pid: number): boolean {
  return startOf(pid) !== null;
}

/**
 * The PostgreSQL processes that work in `cluster`: postmaster and backends. `postmasterPid` is what
 * the cluster's pid file says; where the system does not show working directories it is all we have.
 */
export function processesIn(cluster: string, postmasterPid: number | null): number[] {
  if (hasProc) return processesWithWorkingDirectory(cluster);
  return postmasterPid !== null && commandOf(postmasterPid).includes("postgres")
    ? [postmasterPid]
    : [];
}

function processesWithWorkingDirectory(directory: string): number[] {
  const found: number[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // PostgreSQL makes its data directory its working directory, and its children inherit it.
      if (readlinkSync(`/proc/${name}/cwd`) !== directory) continue;
      const program = readFileSync(`/proc/${name}/comm`, "utf8").trim();
      if (program === "postgres" && isRunning(Number(name))) found.push(Number(name));
    } catch {
      // It ended meanwhile, or belongs to somebody else and so is not ours.
    }
  }
  return found;
}

function commandOf(pid: number): string {
  try {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    };
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], options);
  } catch {
    return "";
  }
}

/** Sends the signal; a process that is already gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Whether `condition` came true within the time. */
export async function comesTrue(
  condition: () => boolean,
  withinMilliseconds: number,
): Promise<boolean> {
  const deadline = performance.now() + withinMilliseconds;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}
