import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const READY_WITHIN_MS = 120_000;

export type Started = {
  readonly origin: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  /** Asks it to end, as a person with Ctrl-C does, and answers its exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
};

/** A data directory of its own, in a path with spaces, as people have them. */
export async function temporaryDataDirectory(): Promise<{ path: string; remove(): Promise<void> }> {
  const parent = await mkdtemp(join(tmpdir(), "tongdui e2e "));
  // Started as root, the database runs under another account, which must be able to enter.
  await chmod(parent, 0o755);
  return {
    path: join(parent, "data of a street"),
    remove: () => rm(parent, { recursive: true, force: true }),
  };
}

/** Starts the server as `npm start` does and waits until it says that it is ready. */
export async function startServer(options: {
  dataDirectory: string;
  port?: number;
  environment?: Record<string, string>;
}): Promise<Started> {
  const port = options.port ?? (await freePort());
  const run = launch({ ...options, port });
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!run.output().includes("is ready")) {
    if (run.process.exitCode !== null || Date.now() > deadline) {
      await run.kill();
      throw new Error(`the server did not start:\n${run.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return run;
}

/** Starts the server and does not wait for anything. */
export function launch(options: {
  dataDirectory: string;
  port: number;
  environment?: Record<string, string>;
}): Started {
  const child = spawn(process.execPath, [join(ROOT, "scripts/start.mjs")], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: String(options.port),
      TONGDUI_DATA_DIR: options.dataDirectory,
      NODE_ENV: "production",
      ...options.environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return {
    origin: `http://localhost:${options.port}`,
    port: options.port,
    process: child,
    output: () => printed,
    async stop() {
      child.kill("SIGTERM");
      return ended;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
