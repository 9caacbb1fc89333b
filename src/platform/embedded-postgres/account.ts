import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { messages } from "./messages.ts";

/** The system account PostgreSQL runs under; null means the one this process has. */
export type Account = { uid: number; gid: number } | null;

/** Throws with advice when there is none: PostgreSQL refuses root, and initdb refuses a nameless uid. */
export function chooseAccount(): Account {
  const uid = process.getuid?.();
  if (uid === undefined) throw new Error(messages.unsupportedPlatform(process.platform));
  if (uid === 0) return nobody();
  try {
    userInfo();
  } catch {
    throw new Error(messages.noPasswdEntry(uid));
  }
  return null;
}

function nobody(): Account {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith("nobody:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  // On macOS `nobody` is -2; seen as unsigned, as the kernel does.
  if (uid === undefined || gid === undefined) throw new Error(messages.noUnprivilegedAccount());
  return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
}

/** Whether the account may pass through every folder down to and including `directory`. */
export function mayEnter(account: Account, directory: string): boolean {
  if (account === null) return true;
  for (let path = realpathSync(directory); ; path = dirname(path)) {
    const status = lstatSync(path);
    const shift = status.uid === account.uid ? 6 : status.gid === account.gid ? 3 : 0;
    if (((status.mode >> shift) & 1) === 0) return false;
    if (path === dirname(path)) return true;
  }
}
