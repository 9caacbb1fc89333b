import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Account } from "./account.ts";
import { messages } from "./messages.ts";

export const DATABASE_USER = "tongdui";

/**
 * Makes the cluster on the first start and answers its directory and password. An interrupted first
 * start leaves only an unfinished folder, which the next one replaces.
 */
export async function ensureCluster(options: {
  dataDirectory: string;
  location: string;
  binaries: string;
  account: Account;
  log(line: string): void;
}): Promise<{ cluster: string; password: string }> {
  const cluster = join(options.location, "cluster");
  const passwordFile = join(options.dataDirectory, "postgres-password");
  if (existsSync(cluster)) {
    if (!existsSync(passwordFile)) throw new Error(messages.passwordMissing(passwordFile, cluster));
    return { cluster, password: readFileSync(passwordFile, "utf8").trim() };
  }
  options.log(messages.preparing(options.location));
  const password = randomBytes(24).toString("hex");
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  await initialise({ ...options, cluster, password });
  return { cluster, password };
}

async function initialise(options: {
  location: string;
  cluster: string;
  binaries: string;
  account: Account;
  password: string;
}): Promise<void> {
  const { account } = options;
  // initdb reads the password from a file, as the account it runs under; a folder of that account's
  // own keeps it from everybody else.
  const scratch = join(options.location, "cluster.unfinished");
  const passwordCopy = join(scratch, "password");
  const unfinished = join(scratch, "cluster");
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { mode: 0o700 });
  writeFileSync(passwordCopy, `${options.password}\n`, { mode: 0o600 });
  if (account !== null) {
    for (const path of [scratch, passwordCopy]) chownSync(path, account.uid, account.gid);
  }
  const settings = [
    "--encoding=UTF8",
    // PostgreSQL's own C.UTF-8, so that sorting does not depend on the machine's libraries.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
    "--data-checksums",
    `--username=${DATABASE_USER}`,
    `--pwfile=${passwordCopy}`,
    `--pgdata=${unfinished}`,
  ];
  try {
    await promisify(execFile)(join(options.binaries, "bin", "initdb"), settings, {
      cwd: "/",
      env: programEnvironment(),
      ...account,
    });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Error(messages.initFailed(stderr?.trim() || message));
  }
  renameSync(unfinished, options.cluster);
  rmSync(scratch, { recursive: true, force: true });
}

/** Nothing of the caller's environment may steer PostgreSQL (PGDATA, PGPORT, LC_ALL, TZ …). */
export function programEnvironment(): NodeJS.ProcessEnv {
  return { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}
