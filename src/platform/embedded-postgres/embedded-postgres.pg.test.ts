import { type ChildProcess, spawn } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeTestDirectory } from "../testing/throwaway-server.ts";
import { type EmbeddedPostgres, removeAbandoned, startEmbeddedPostgres } from "./index.ts";

const HOLD = join(import.meta.dirname, "..", "testing", "hold-postgres.ts");
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** A path with a space and Chinese letters in it. */
const NAME = "my data 数据";

let prepared: string;
let directory: string;
let lines: string[];
const log = (line: string) => {
  lines.push(line);
};
const children: ChildProcess[] = [];
const parents: string[] = [];

/** A data directory that does not exist yet, in a folder of its own. */
function freshDirectory(): { parent: string; fresh: string } {
  const parent = makeTestDirectory();
  parents.push(parent);
  return { parent, fresh: join(parent, NAME) };
}

// Preparing a cluster takes a second of both cores, so most tests go on with one that is prepared.
beforeAll(async () => {
  prepared = freshDirectory().fresh;
  const server = await startEmbeddedPostgres({ dataDirectory: prepared, log: () => {} });
  await server.stop();
});

afterAll(async () => {
  for (const parent of parents) {
    if (existsSync(join(parent, NAME))) await removeAbandoned(join(parent, NAME));
    rmSync(parent, { recursive: true, force: true });
  }
});

beforeEach(() => {
  directory = prepared;
  lines = [];
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

async function ask<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Asks until an answer comes: while PostgreSQL restarts, connections are refused. */
async function askUntilAnswered(url: string, statement: string): Promise<pg.QueryResultRow[]> {
  for (;;) {
    try {
      return await ask(url, statement);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function start(): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDirectory: directory, log });
}

function postmasterPid(): number {
  const file = join(directory, "postgres", "cluster", "postmaster.pid");
  return Number(readFileSync(file, "utf8").split("\n")[0]);
}

/** Another process that starts the database there, and the first line it says that is no log line. */
async function startElsewhere(options: { uid?: number } = {}): Promise<{
  child: ChildProcess;
  line: string;
}> {
  const child = spawn(process.execPath, ["--import", "tsx", HOLD, directory], {
    stdio: ["ignore", "pipe", "inherit"],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (!line.startsWith("log ")) return { child, line };
  }
  return { child, line: "" };
}

async function endAndWait(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
}

describe("starting and stopping", () => {
  test("what was written is there after a stop and a second start", async () => {
    const first = await start();
    await ask(first.url, "create table kept (word text)");
    await ask(first.url, "insert into kept values ('积分')");
    await first.stop();
    const second = await start();
    expect(await ask(second.url, "select word from kept")).toEqual([{ word: "积分" }]);
    await second.stop();
    expect(existsSync(join(directory, "postgres", "cluster", "postmaster.pid"))).toBe(false);
  });

  test("it is durable, UTF-8, independent of the machine's locale, and closed to strangers", async () => {
    const server = await start();
    const settings = await ask<{ name: string; setting: string }>(
      server.url,
      `select name, setting from pg_settings where name in
         ('fsync', 'synchronous_commit', 'full_page_writes', 'server_encoding', 'listen_addresses',
          'data_checksums') order by name`,
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      data_checksums: "on",
      fsync: "on",
      full_page_writes: "on",
      listen_addresses: "127.0.0.1",
      server_encoding: "UTF8",
      synchronous_commit: "on",
    });
    expect(
      await ask(
        server.url,
        "select datlocprovider, datlocale from pg_database where datname = 'tongdui'",
      ),
    ).toEqual([{ datlocprovider: "b", datlocale: "C.UTF-8" }]);
    const wrong = new URL(server.url);
    wrong.password = "wrong";
    await expect(ask(wrong.href, "select 1")).rejects.toThrow(/password authentication failed/);
    expect(statSync(join(directory, "postgres-password")).mode & 0o777).toBe(0o600);
    await server.stop();
  });

  test("a first start that was interrupted is done again from the beginning", async () => {
    directory = freshDirectory().fresh;
    mkdirSync(join(directory, "postgres", "cluster.unfinished", "cluster"), { recursive: true });
    writeFileSync(join(directory, "postgres-password"), "of a cluster that never was");
    const server = await start();
    expect(await ask(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.stop();
  });

  test("a lost password file is named", async () => {
    const file = join(directory, "postgres-password");
    renameSync(file, `${file}.away`);
    await expect(start()).rejects.toThrow(/password file .* is missing/);
    renameSync(`${file}.away`, file);
  });
});

describe("one server per data directory", () => {
  test("a second one is refused with the pid and the directory, and the first goes on", async () => {
    const server = await start();
    const { line } = await startElsewhere();
    expect(line).toMatch(/^failed Another Tongdui/);
    expect(line).toContain(`process ${process.pid}`);
    expect(line).toContain(directory);
    expect(await ask(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.stop();
  });

  test("of two that start at once after a crash, one gets the directory", async () => {
    writeFileSync(join(directory, "server.lock"), JSON.stringify({ pid: 1, startedAt: "other" }));
    const said = await Promise.all([startElsewhere(), startElsewhere()]);
    const words = said.map(({ line }) => line.split(" ")[0]).sort();
    expect(words).toEqual(["failed", "ready"]);
    await Promise.all(said.map(({ child }) => endAndWait(child, "SIGTERM")));
  });
});

describe("after kill -9", () => {
  test("of PostgreSQL alone: it is started again at the same address, nothing acknowledged is lost", async () => {
    const server = await start();
    await ask(server.url, "create table survivor (n int)");
    await ask(server.url, "insert into survivor values (1)");
    for (let round = 0; round < 2; round++) {
      process.kill(postmasterPid(), "SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await askUntilAnswered(server.url, "select n from survivor")).toEqual([{ n: 1 }]);
    }
    expect(lines.join("\n")).toMatch(/ended unexpectedly \(SIGKILL\)/);
    await server.stop();
  });

  test("of the server: the orphaned PostgreSQL is found, stopped and started anew", async () => {
    const { child, line } = await startElsewhere();
    await ask(line.replace("ready ", ""), "create table orphaned (n int)");
    const orphan = postmasterPid();
    await endAndWait(child, "SIGKILL");
    const server = await start();
    expect(lines.join("\n")).toContain(`process ${orphan}`);
    expect(await ask(server.url, "select * from orphaned")).toEqual([]);
    expect(postmasterPid()).not.toBe(orphan);
    await server.stop();
  });

  test.each([
    ["an empty", ""],
    ["a garbled", "\0\0\0\0pid"],
    ["a torn", "4711\n/var/lib"],
  ])("of both: %s pid file does not stop the start", async (_, text) => {
    const { child, line } = await startElsewhere();
    await ask(line.replace("ready ", ""), "create table if not exists torn (n int)");
    const postmaster = postmasterPid();
    await endAndWait(child, "SIGKILL");
    process.kill(postmaster, "SIGKILL");
    writeFileSync(join(directory, "postgres", "cluster", "postmaster.pid"), text);
    const server = await start();
    expect(await ask(server.url, "select * from torn")).toEqual([]);
    await server.stop();
  });

  test("of both: a stale pid file whose number is a stranger's now does not stop the start", async () => {
    const { child, line } = await startElsewhere();
    await ask(line.replace("ready ", ""), "create table defused (n int)");
    const postmaster = postmasterPid();
    await endAndWait(child, "SIGKILL");
    process.kill(postmaster, "SIGKILL");
    const owner = statSync(join(directory, "postgres", "cluster")).uid;
    const stranger = spawn("sleep", ["600"], isRoot ? { uid: owner } : {});
    children.push(stranger);
    const file = join(directory, "postgres", "cluster", "postmaster.pid");
    writeFileSync(file, readFileSync(file, "utf8").replace(/^\d+/, String(stranger.pid)));
    const server = await start();
    expect(await ask(server.url, "select * from defused")).toEqual([]);
    expect(stranger.exitCode).toBe(null);
    await server.stop();
  });
});

describe.runIf(isRoot)("accounts", () => {
  test("root's PostgreSQL runs as somebody else", async () => {
    const server = await start();
    expect(statSync(join(directory, "postgres", "cluster")).uid).not.toBe(0);
    await server.stop();
  });

  test("an ordinary user needs no help of root", async () => {
    const { parent, fresh } = freshDirectory();
    directory = fresh;
    chownSync(parent, NOBODY, NOBODY);
    const { child, line } = await startElsewhere({ uid: NOBODY });
    expect(line).toMatch(/^ready postgres:/);
    await endAndWait(child, "SIGTERM");
  });

  test("a data directory of somebody else's is named", async () => {
    directory = freshDirectory().fresh;
    const { line } = await startElsewhere({ uid: NOBODY });
    expect(line).toMatch(/^failed The data directory .* cannot be written/);
    expect(line).toContain(directory);
  });

  test("a uid without a name is sent to DATABASE_URL", async () => {
    directory = freshDirectory().fresh;
    const { line } = await startElsewhere({ uid: 54_321 });
    expect(line).toMatch(/^failed .*user id 54321.*DATABASE_URL/);
  });
});
