import pg from "pg";
import { boundsMet } from "../telemetry/metrics.ts";
import {
  type Bounds,
  CLOSE_SECONDS,
  HEARTBEAT,
  IDLE_SESSION_SECONDS,
  KEEP_ALIVE_AFTER_SECONDS,
  POOL_IDLE_SECONDS,
} from "./bounds.ts";
import { BoundMet, boundOf, Interrupted, isLostConnection, isNoConnection } from "./failures.ts";

export type Client = Pick<pg.ClientBase, "query">;

/** What a piece of work does with its connection; `broke` says that the connection is of no more use. */
type Work<Value> = (client: Client, broke: (error: Error) => void) => Promise<Value>;

/** Until when a piece of work may take, its retries included. */
export type Deadline = {
  readonly tick: number;
  /** Whether so much of it is left. */
  hasLeft(milliseconds: number): boolean;
};

export type WatchedPool = {
  /** A deadline that begins now: the class's own, or another number of seconds. */
  deadline(seconds?: number | null): Deadline;
  /**
   * Runs `work` on a connection. At the deadline, or when `signal` is aborted, it fails with
   * `BoundMet` or `Interrupted`, whatever the work waits for, and its connection is closed and
   * replaced. A connection that broke is replaced, too.
   */
  use<Value>(
    work: Work<Value>,
    options: { until: Deadline; signal?: AbortSignal | undefined },
  ): Promise<Value>;
  /** Gives up what is under way; what comes later fails. */
  interrupt(): void;
  close(): Promise<void>;
};

export type WatchedPoolOptions = {
  readonly url: string;
  readonly size: number;
  readonly types: pg.CustomTypesConfig;
  readonly bounds: Bounds;
  /** Statements for each new connection. */
  readonly prepare?: string;
  readonly onError: (error: Error) => void;
};

type Use = {
  readonly until: number;
  readonly since: number;
  fail(error: Error): void;
};

/**
 * Time is counted in ticks of a timer and not read from a clock. While this process does not run
 * (stopped, or busy for long) no time passes, so answers that have arrived meanwhile are read before
 * anything is called late.
 */
const TICK_MILLISECONDS = 250;
const HEARTBEAT_SECONDS = HEARTBEAT.afterSeconds + HEARTBEAT.withinSeconds;
const ticksOf = (seconds: number) => Math.ceil((seconds * 1000) / TICK_MILLISECONDS);

/** pg does not say so in its types: a connection's socket, which is closed under a hanging statement. */
type WithSocket = { readonly connection: { readonly stream: { destroy(error?: Error): void } } };
const closeSocket = (client: object, error?: Error) =>
  (client as WithSocket).connection.stream.destroy(error);

/** A pool whose every use ends within its bounds, and no slot of which is lost to a use that did not. */
export function openWatchedPool(options: WatchedPoolOptions): WatchedPool {
  const { bounds, url } = options;
  const pool = new pg.Pool(poolConfig(options));
  // An idle connection that the server closes must not end the process; the next use opens another.
  pool.on("error", (error: Error & { client?: unknown }) => {
    // pg hangs the whole connection on it, password included.
    delete error.client;
    options.onError(error);
  });
  const clients = new Set<pg.PoolClient>();
  pool.on("connect", (client) => clients.add(client));
  pool.on("remove", (client) => clients.delete(client));
  const uses = new Set<Use>();
  let now = 0;
  let isInterrupted = false;
  // In the other classes the deadline comes first.
  const isPatient = bounds.workSeconds === null || bounds.workSeconds > HEARTBEAT_SECONDS;
  const beat = heartbeat(url, (late) => {
    for (const one of uses) if (one.since <= late.since) one.fail(new BoundMet("heartbeat"));
  });
  const ticking = setInterval(() => {
    now += 1;
    for (const one of uses) if (one.until <= now) one.fail(new BoundMet("work"));
    const hasLongWork = [...uses].some(
      ({ since }) => now - since >= ticksOf(HEARTBEAT.afterSeconds),
    );
    if (hasLongWork && isPatient) beat({ since: now });
  }, TICK_MILLISECONDS);
  ticking.unref();

  return {
    deadline(seconds = bounds.workSeconds) {
      const tick = seconds === null ? Number.POSITIVE_INFINITY : now + ticksOf(seconds);
      return { tick, hasLeft: (milliseconds) => now + ticksOf(milliseconds / 1000) < tick };
    },
    async use(work, { until, signal }) {
      if (isInterrupted || signal?.aborted) throw new Interrupted();
      try {
        return await runWithin(pool, work, { uses, now, until, signal });
      } catch (error) {
        const bound = boundOf(error);
        if (bound !== null) boundsMet.inc({ bound });
        throw error;
      }
    },
    interrupt() {
      isInterrupted = true;
      for (const one of uses) one.fail(new Interrupted());
    },
    async close() {
      await Promise.race([pool.end(), pause(CLOSE_SECONDS * 1000)]);
      const deadline = performance.now() + CLOSE_SECONDS * 1000;
      while (clients.size > 0 && performance.now() < deadline) await pause(10);
      for (const client of clients) closeSocket(client);
      clearInterval(ticking);
    },
  };
}

/** The use fails as soon as its bound is met, and the work is left to find out from its connection. */
function runWithin<Value>(
  pool: pg.Pool,
  work: Work<Value>,
  of: { uses: Set<Use>; now: number; until: Deadline; signal: AbortSignal | undefined },
): Promise<Value> {
  const { uses, until, signal } = of;
  return new Promise((resolve, reject) => {
    let client: pg.PoolClient | null = null;
    let broken: Error | undefined;
    let isOver = false;
    const broke = (error: Error) => {
      broken ??= error;
    };
    const leave = () => {
      isOver = true;
      uses.delete(use);
      signal?.removeEventListener("abort", interrupted);
      if (client === null) return;
      // A connection that broke may say so several times, and nobody else listens to it any more.
      if (broken === undefined) client.off("error", broke);
      client.release(broken);
      // Else a connection says goodbye first, and waits for the other side, which may have stopped.
      if (broken !== undefined) closeSocket(client);
    };
    const use: Use = {
      until: until.tick,
      since: of.now,
      fail(error) {
        if (isOver) return;
        broken = error;
        leave();
        reject(error);
      },
    };
    const interrupted = () => use.fail(new Interrupted());
    uses.add(use);
    signal?.addEventListener("abort", interrupted);
    const run = async () => {
      const given = await connect(pool);
      // Too late: somebody else may have it.
      if (isOver) return given.release();
      client = given;
      // The pool listens to idle connections only, and one that breaks with nobody listening ends the process.
      client.on("error", broke);
      const value = await work(client, broke);
      if (isOver) return;
      leave();
      resolve(value);
    };
    run().catch((error: unknown) => {
      if (isOver) return;
      if (isLostConnection(error)) broke(error as Error);
      leave();
      reject(error);
    });
  });
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw isNoConnection(error) ? new BoundMet("connection") : error;
  }
}

function poolConfig({ url, size, types, bounds, prepare }: WatchedPoolOptions): pg.PoolConfig {
  return {
    connectionString: url,
    max: size,
    types,
    connectionTimeoutMillis: bounds.connectionSeconds * 1000,
    idleTimeoutMillis: POOL_IDLE_SECONDS * 1000,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_SECONDS * 1000,
    onConnect: (client): unknown => setUp(client, { bounds, prepare: prepare ?? "" }),
  };
}

/** pg's pool waits for it, though its types do not say so; it has no bound of its own there. */
async function setUp(
  client: pg.ClientBase,
  { bounds, prepare }: { bounds: Bounds; prepare: string },
): Promise<void> {
  const late = setTimeout(
    () => closeSocket(client, new BoundMet("connection")),
    bounds.connectionSeconds * 1000,
  );
  try {
    await client.query(`${settingsOf(bounds)}; ${prepare}`);
    // Some systems have no such check and refuse the setting. Where it is, PostgreSQL notices that we
    // closed a connection under a statement, ends the statement, and its locks are free.
    await client
      .query("set client_connection_check_interval = '1s'")
      .catch((error: unknown) => (isLostConnection(error) ? Promise.reject(error) : undefined));
  } finally {
    clearTimeout(late);
  }
}

function settingsOf(bounds: Bounds): string {
  const milliseconds = {
    statement_timeout: bounds.statementSeconds,
    lock_timeout: bounds.lockSeconds,
    idle_in_transaction_session_timeout: bounds.idleInTransactionSeconds,
    idle_session_timeout: IDLE_SESSION_SECONDS,
  };
  return Object.entries(milliseconds)
    .map(([name, seconds]) => `set ${name} = ${(seconds ?? 0) * 1000}`)
    .join("; ");
}

/** Asks one at a time; `onSilence` learns for which moment there was no answer. */
function heartbeat(
  url: string,
  onSilence: (asked: { since: number }) => void,
): (asked: { since: number }) => void {
  let isAsking = false;
  return (asked) => {
    if (isAsking) return;
    isAsking = true;
    void answers(url)
      .then((isThere) => {
        if (!isThere) onSilence(asked);
        // The next only after a while, so that long work costs a connection every few seconds.
        return pause(HEARTBEAT.afterSeconds * 1000, { keepsProcess: false });
      })
      .finally(() => {
        isAsking = false;
      });
  };
}

/** False when nothing answers in time. A refusal is an answer: what is under way hears it by itself. */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true;
    closeSocket(client);
  }, HEARTBEAT.withinSeconds * 1000);
  try {
    await client.connect();
    await client.query("select 1");
    void client.end().catch(() => undefined);
  } catch {
    // What it says does not matter.
  } finally {
    clearTimeout(late);
  }
  return !isLate;
}

function pause(milliseconds: number, { keepsProcess } = { keepsProcess: true }): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    if (!keepsProcess) timer.unref();
  });
}
