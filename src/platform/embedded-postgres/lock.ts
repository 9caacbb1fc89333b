import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messages } from "./messages.ts";
import { startOf } from "./processes.ts";

type Holder = { pid: number; startedAt: string };

/** One server per data directory. Throws, naming the process, when another one has it. */
export function lockDirectory(directory: string): { release(): void } {
  const file = join(directory, "server.lock");
  const mine = `${file}.${randomBytes(6).toString("hex")}`;
  const holder: Holder = { pid: process.pid, startedAt: startOf(process.pid) ?? "" };
  writeFileSync(mine, JSON.stringify(holder), { mode: 0o644 });
  try {
    acquire(file, mine, directory);
  } finally {
    rmSync(mine, { force: true });
  }
  return { release: () => rmSync(file, { force: true }) };
}

function acquire(file: string, mine: string, directory: string): void {
  for (;;) {
    try {
      // A link either appears whole or not at all, so a lock file is never seen half written.
      linkSync(mine, file);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const text = readIfThere(file);
    if (text === null) continue;
    const holder = livingHolder(text);
    if (holder !== null) throw new Error(messages.alreadyInUse(holder.pid, directory));
    setAside(file, text);
  }
}

/** Who holds the directory now, or null. Locks of dead processes do not count. */
export function holderOf(directory: string): number | null {
  const text = readIfThere(join(directory, "server.lock"));
  return text === null ? null : (livingHolder(text)?.pid ?? null);
}

function livingHolder(text: string): Holder | null {
  try {
    const holder = JSON.parse(text) as Holder;
    return startOf(holder.pid) === holder.startedAt ? holder : null;
  } catch {
    return null;
  }
}

/** Removes a dead process's lock, but puts it back if another starter was quicker and it is theirs. */
function setAside(file: string, deadText: string): void {
  const aside = `${file}.${randomBytes(6).toString("hex")}.dead`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readFileSync(aside, "utf8") !== deadText) {
    try {
      linkSync(aside, file);
    } catch {
      // A third starter has it by now; the loop in `acquire` will tell who.
    }
  }
  rmSync(aside, { force: true });
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
