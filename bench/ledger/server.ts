import { type ChildProcess, spawn } from "node:child_process";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
/** As `npm start` has them. */
const NODE_OPTIONS = ["--max-semi-space-size=64"];
const READY_WITHIN_MILLISECONDS = 60_000;
const STOPPED_WITHIN_MILLISECONDS = 30_000;

export type Server = {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
};

export type ServerSettings = {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly coalescing: boolean;
  readonly operator: { readonly login: string; readonly password: string };
  /** Where to write a CPU profile when the server stops; null for none. */
  readonly profileFolder: string | null;
};

/** The product's server in a process of its own, as `npm start` runs it. */
export async function startServer(settings: ServerSettings): Promise<Server> {
  const port = await freePort();
  const profile = settings.profileFolder
    ? ["--cpu-prof", `--cpu-prof-dir=${settings.profileFolder}`]
    : [];
  const command = [...profile, ...NODE_OPTIONS, "dist/server/main.js", "serve"];
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATABASE_URL: settings.databaseUrl,
      PORT: String(port),
      HOST: "127.0.0.1",
      TONGDUI_DATA_DIR: settings.folder,
      TONGDUI_DEMO: "off",
      TONGDUI_OPERATOR_LOGIN: settings.operator.login,
      TONGDUI_OPERATOR_PASSWORD: settings.operator.password,
      LOG_LEVEL: "error",
      ...(settings.coalescing ? {} : { TONGDUI_COALESCE: "off" }),
      // To try another number of lanes than the default.
      ...(process.env.TONGDUI_LANES ? { TONGDUI_LANES: process.env.TONGDUI_LANES } : {}),
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  // A bench that ends early, however it does, leaves no server behind.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      process.off("exit", kill);
      resolve();
    });
  });
  await waitUntilReady(child, port);
  return { port, pid: child.pid ?? 0, stop: () => stop(child, ended) };
}

async function waitUntilReady(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MILLISECONDS;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.ok) return;
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    if (performance.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error("The server did not get ready in time.");
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const giveUp = setTimeout(() => child.kill("SIGKILL"), STOPPED_WITHIN_MILLISECONDS);
  child.kill("SIGTERM");
  await ended;
  clearTimeout(giveUp);
}

/** One that the system chooses: other programs that look for one at the same time get others. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
