import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeTestDirectory } from "../testing/throwaway-server.ts";
import { type EmbeddedPostgres, removeAbandoned, startEmbeddedPostgres } from "./index.ts";

const HOLD = join(import.meta.dirname, "..", "testing", "hold-postgres.ts");
const isRoot = process.getuid?.() === 0;

let parent: string;
let directory: string;
let lines: string[];
const log = (line: string) => {
  lines.push(line);
};
const children: ChildProcess[] = [];

beforeEach(() => {
  parent = makeTestDirectory();
  // Every test runs on a path with a space and Chinese letters in it.
  directory = join(parent, "my data 数据");
  lines = [];
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  if (existsSync(directory)) await removeAbandoned(directory);
  rmSync(parent, { recursive: true, force: true });
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

async function killAndWait(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
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
    await (await start()).stop();
    const cluster = join(directory, "postgres", "cluster");
    rmSync(cluster, { recursive: true });
    writeFileSync(join(directory, "postgres", "cluster.unfinished"), "half of it");
    const server = await start();
    expect(await ask(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.stop();
  });

  test("a lost password file is named", async () => {
    await (await start()).stop();
    rmSync(join(directory, "postgres-password"));
    await expect(start()).rejects.toThrow(/password file .* is missing/);
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
    await (await start()).stop();
    writeFileSync(join(directory, "server.lock"), JSON.stringify({ pid: 1, startedAt: "other" }));
    const said = await Promise.all([startElsewhere(), startElsewhere()]);
    const words = said.map(({ line }) => line.split(" ")[0]).sort();
    expect(words).toEqual(["failed", "ready"]);
  });
});

describe("after kill -9", () => {
  test("of PostgreSQL alone: it is started again at the same address, nothing acknowledged is lost", async () => {
    const server = await start();
    await ask(server.url, "create table kept (n int)");
    await ask(server.url, "insert into kept values (1)");
    for (let round = 0; round < 2; round++) {
      process.kill(postmasterPid(), "SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await askUntilAnswered(server.url, "select n from kept")).toEqual([{ n: 1 }]);
    }
    expect(lines.join("\n")).toMatch(/ended unexpectedly \(SIGKILL\)/);
    await server.stop();
  });

  test("of the server: the orphaned PostgreSQL is found, stopped and started anew", async () => {
    const { child, line } = await startElsewhere();
    await ask(line.replace("ready ", ""), "create table kept (n int)");
    const orphan = postmasterPid();
    await killAndWait(child);
    const server = await start();
    expect(lines.join("\n")).toContain(`process ${orphan}`);
    expect(await ask(server.url, "select * from kept")).toEqual([]);
    expect(postmasterPid()).not.toBe(orphan);
    await server.stop();
  });

  test("of both: a stale pid file whose number is a stranger's now does not stop the start", async () => {
    const { child, line } = await startElsewhere();
    await ask(line.replace("ready ", ""), "create table kept (n int)");
    const postmaster = postmasterPid();
    await killAndWait(child);
    process.kill(postmaster, "SIGKILL");
    const owner = statSync(join(directory, "postgres", "cluster")).uid;
    const stranger = spawn("sleep", ["600"], isRoot ? { uid: owner } : {});
    children.push(stranger);
    const file = join(directory, "postgres", "cluster", "postmaster.pid");
    writeFileSync(file, readFileSync(file, "utf8").replace(/^\d+/, String(stranger.pid)));
    const server = await start();
    expect(await ask(server.url, "select * from kept")).toEqual([]);
    expect(stranger.exitCode).toBe(null);
    await server.stop();
  });
});

describe.runIf(isRoot)("accounts", () => {
  test("root's PostgreSQL runs as nobody", async () => {
    const server = await start();
    const status = statSync(join(directory, "postgres", "cluster"));
    expect(status.uid).not.toBe(0);
    await server.stop();
  });

  test("an ordinary user needs no help of root", async () => {
    const nobody = 65534;
    chownSync(parent, nobody, nobody);
    const { line } = await startElsewhere({ uid: nobody });
    expect(line).toMatch(/^ready postgres:/);
  });

  test("a data directory of somebody else's is named", async () => {
    const { line } = await startElsewhere({ uid: 65534 });
    expect(line).toMatch(/^failed The data directory .* cannot be written/);
    expect(line).toContain(directory);
  });

  test("a uid without a name is sent to DATABASE_URL", async () => {
    const nameless = 54_321;
    chownSync(parent, nameless, nameless);
    const { line } = await startElsewhere({ uid: nameless });
    expect(line).toMatch(/^failed .*user id 54321.*DATABASE_URL/);
  });
});
