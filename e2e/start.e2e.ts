import { execFileSync } from "node:child_process";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  freePort,
  launch,
  type Started,
  startServer,
  temporaryDataDirectory,
} from "./support/server.ts";

// A person starts the server, twice, in a path with spaces, and things go wrong around it.

let data: Awaited<ReturnType<typeof temporaryDataDirectory>>;
let server: Started;
beforeAll(async () => {
  data = await temporaryDataDirectory();
  server = await startServer({ dataDirectory: data.path });
});
afterAll(async () => {
  const code = await server.stop();
  await data.remove();
  expect(code).toBe(0);
});

const api = (path: string, init?: RequestInit) => fetch(`${server.origin}/api/v1${path}`, init);

async function signIn(): Promise<string> {
  const answer = await api("/sessions", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ login: "lin@tongdui.demo", password: "demo-tongdui-2026" }),
  });
  expect(answer.status).toBe(201);
  return (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

async function wallet(): Promise<unknown> {
  const answer = await api("/me/wallet", { headers: { cookie: await signIn() } });
  expect(answer.status).toBe(200);
  return answer.json();
}

async function answersAgain(): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const ready = await fetch(`${server.origin}/readyz`).catch(() => null);
    if (ready?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the server does not answer again:\n${server.output()}`);
}

/** The postmaster that runs on our data directory, by its command line. */
function postmaster(): number {
  const lines = execFileSync("ps", ["-eo", "pid,ppid,args"], { encoding: "utf8" }).split("\n");
  const own = lines.find((line) => line.includes(data.path) && /postgres.* -D/.test(line));
  if (!own) throw new Error("no postgres runs on the data directory");
  return Number(own.trim().split(/\s+/)[0]);
}

describe("a started server", () => {
  test("tells where to look and how to sign in", () => {
    expect(server.output()).toContain(server.origin);
    expect(server.output()).toContain("lin@tongdui.demo");
  });

  test("on a port that is taken is not started, and says what to do", async () => {
    const taken = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => taken.listen(port, "localhost", resolve));
    const other = await temporaryDataDirectory();
    const second = launch({
      dataDirectory: other.path,
      port,
      environment: { TONGDUI_DEMO: "off" },
    });
    const code = await new Promise((resolve) => second.process.once("exit", resolve));
    taken.close();
    await other.remove();
    expect(code).toBe(1);
    expect(second.output()).toContain(`Port ${port} is taken`);
    expect(second.output()).not.toContain("    at ");
  });

  test("on a data directory that is in use is not started, and says by whom", async () => {
    const second = launch({ dataDirectory: data.path, port: await freePort() });
    const code = await new Promise((resolve) => second.process.once("exit", resolve));
    expect(code).toBe(1);
    expect(second.output()).toContain(String(server.process.pid));
  });

  test("whose database is killed answers again, with everything it had", async () => {
    const before = await wallet();
    process.kill(postmaster(), "SIGKILL");
    await answersAgain();
    expect(await wallet()).toEqual(before);
  });

  test("that is killed starts again on what its database kept", async () => {
    const before = await wallet();
    await server.kill();
    server = await startServer({ dataDirectory: data.path });
    expect(await wallet()).toEqual(before);
  });

  test("ends when asked, and a second start finds the town as it was", async () => {
    const before = await wallet();
    expect(await server.stop()).toBe(0);
    server = await startServer({ dataDirectory: data.path });
    expect(await wallet()).toEqual(before);
  });
});

test("several processes answer on one port; one that is killed is replaced, and all end together", async () => {
  const own = await temporaryDataDirectory();
  const several = await startServer({
    dataDirectory: own.path,
    environment: { TONGDUI_DEMO: "off", TONGDUI_PROCESSES: "2", TONGDUI_FACE_THREADS: "1" },
  });
  const workers = () =>
    execFileSync("ps", ["-eo", "pid,ppid,args"], { encoding: "utf8" })
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, parent, ...args]) => {
        return Number(parent) === several.process.pid && args.join(" ").endsWith("main.js serve");
      })
      .map(([pid]) => Number(pid));
  const until = async (isSo: () => boolean | Promise<boolean>) => {
    const deadline = Date.now() + 60_000;
    while (!(await isSo())) {
      if (Date.now() > deadline) throw new Error(several.output());
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const before = workers();
  expect(before).toHaveLength(2);
  const [killed = 0] = before;
  process.kill(killed, "SIGKILL");
  await until(() => workers().length === 2 && !workers().includes(killed));
  await until(async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => fetch(`${several.origin}/readyz`).catch(() => null)),
    );
    return answers.every((answer) => answer?.status === 200);
  });
  const last = workers();
  expect(await several.stop()).toBe(0);
  for (const pid of last) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  await own.remove();
});
