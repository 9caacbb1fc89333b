import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Account, mayEnter } from "./account.ts";
import { messages } from "./messages.ts";

/** Where root keeps databases whose data directory is closed to other accounts, such as /root/…. */
const SHARED_PARENT = "/var/lib/tongdui";

/**
 * The folder for programs and cluster: `<data directory>/postgres` where the account may go there,
 * else a folder of its own, noted in the data directory so that every start finds it again, and a
 * data directory that is thrown away starts empty.
 */
export function chooseLocation(options: {
  dataDirectory: string;
  account: Account;
  log(line: string): void;
}): string {
  const known = locationOf(options.dataDirectory);
  if (existsSync(known) || mayEnter(options.account, options.dataDirectory)) {
    return ensureDirectory(known);
  }
  const outside = join(SHARED_PARENT, randomBytes(8).toString("hex"));
  options.log(messages.keptElsewhere(options.dataDirectory, outside));
  writeFileSync(noteIn(options.dataDirectory), `${outside}\n`);
  return ensureDirectory(outside);
}

/** Where a data directory's database is, or would be if nothing forbids it. */
export function locationOf(dataDirectory: string): string {
  const note = noteIn(dataDirectory);
  return existsSync(note) ? readFileSync(note, "utf8").trim() : join(dataDirectory, "postgres");
}

const noteIn = (dataDirectory: string): string => join(dataDirectory, "postgres-is-in.txt");

function ensureDirectory(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o755 });
  return path;
}
