import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { lastLinesOf } from "../../src/platform/last-lines.ts";
import type { FromServer, ServerOptions, ToServer } from "./messages.ts";

const ROOT = join(import.meta.dirname, "../..");
/** Far more than a start takes on a busy machine. */
const READY_WITHIN_MILLISECONDS = 180_000;
/** An error with its stack. */
const LAST_LINES = 20;

type Waiting = { resolve(): void; reject(error: Error): void };

/** One server process, which can be killed and started again at the same address. */
export class ServerProcess {
  readonly name: string;
  readonly #options: () => ServerOptions;
  readonly #logFile: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #answered = new Set<string>();
  #child: ChildProcess | null = null;
  #isToEnd = false;
  #crash: string | null = null;
  #ended: Promise<void> = Promise.resolve();
  #asked = 0;
  /** How often it was started: a request that was sent to an earlier life is over. */
  life = 0;

  constructor(it: { name: string; options(): ServerOptions; logFile: string }) {
    this.name = it.name;
    this.#options = it.options;
    this.#logFile = it.logFile;
  }

  get isRunning(): boolean {
    return this.#child !== null;
  }

  /** What it said last, when it has ended and nobody had told it to. */
  get crash(): string | null {
    return this.#crash;
  }

  async start(): Promise<void> {
    this.life += 1;
    this.#isToEnd = false;
    const child = spawn(process.execPath, ["--import", "tsx", join(ROOT, "simulation/server.ts")], {
      cwd: ROOT,
      env: {
        ...process.env,
        NODE_ENV: "production",
        SIMULATED_SERVER: JSON.stringify(this.#options()),
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const log = createWriteStream(this.#logFile, { flags: "a" });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once("exit", () => resolve()));
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("not ready")), READY_WITHIN_MILLISECONDS);
      child.on("message", (message: FromServer) => {
        if (message.kind === "ready") {
          clearTimeout(timer);
          resolve();
        } else this.#hear(message);
      });
      child.once("exit", () => {
        clearTimeout(timer);
        if (!this.#isToEnd) this.#crash = lastLinesOf(this.#logFile, LAST_LINES);
        this.#forget(child);
        reject(new Error(`server ${this.name} ended before it was ready; see ${this.#logFile}`));
      });
    });
  }

  /** Without a chance to say goodbye. */
  async kill(): Promise<void> {
    this.#isToEnd = true;
    this.#child?.kill("SIGKILL");
    await this.#ended;
  }

  /** As an operator stops it: it finishes what it has begun. */
  async stop(): Promise<void> {
    this.#isToEnd = true;
    this.#child?.kill("SIGTERM");
    await this.#ended;
  }

  /** Resolves when the server has done it; at once when it is not running, or ends meanwhile. */
  setClock(now: number): Promise<void> {
    return this.#ask({ kind: "clock", of: this.#asked + 1, now }).catch(() => undefined);
  }

  runJobs(): Promise<void> {
    return this.#ask({ kind: "jobs", of: this.#asked + 1 });
  }

  hasAnswered(request: string): boolean {
    return this.#answered.has(request);
  }

  #ask(message: ToServer): Promise<void> {
    this.#asked += 1;
    const child = this.#child;
    if (!child?.connected) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.set(message.of, { resolve, reject });
      child.send(message, (error) => error && resolve());
    });
  }

  #hear(message: FromServer): void {
    if (message.kind === "answered") {
      this.#answered.add(message.request);
      return;
    }
    if (message.kind === "ready") return;
    const waiting = this.#waiting.get(message.of);
    this.#waiting.delete(message.of);
    if (message.kind === "failed") waiting?.reject(new Error(message.because));
    else waiting?.resolve();
  }

  #forget(child: ChildProcess): void {
    if (this.#child === child) this.#child = null;
    for (const { resolve } of this.#waiting.values()) resolve();
    this.#waiting.clear();
    this.#answered.clear();
  }
}
