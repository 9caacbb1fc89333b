import pg from "pg";
import { type Instant, instant } from "../../kernel/clock.ts";
import type { Result } from "../../kernel/result.ts";
import { transactionRetries } from "../telemetry/metrics.ts";
import { arrayLiteral } from "./array-literal.ts";
import {
  BACKGROUND_BOUNDS,
  type Bounds,
  LOOK_UP_SECONDS,
  POSTING_BOUNDS,
  REQUEST_BOUNDS,
} from "./bounds.ts";
import { isLostConnection, isRetryableConflict } from "./failures.ts";
import { groupStatements, type WireValue } from "./statement-group.ts";
import { type Client, type Deadline, openWatchedPool, type WatchedPool } from "./watched-pool.ts";

type Row = Record<string, unknown>;
/** What a statement takes: pg turns them into PostgreSQL's text form. */
export type Parameter = string | number | bigint | boolean | null | Buffer | readonly Parameter[];

/** Anything that can run a statement: the pool, or one transaction. Stores take this. */
export type Sql = {
  /** Runs one statement; columns: int8 as bigint, timestamptz as Instant, date as `YYYY-MM-DD`. */
  query<T extends Row>(text: string, parameters?: readonly Parameter[]): Promise<T[]>;
  /** Runs one statement and answers how many rows it touched. */
  execute(text: string, parameters?: readonly Parameter[]): Promise<number>;
};

/** One open transaction. Whoever has it knows that all of it commits or none. */
export type Transaction = Sql & {
  readonly inTransaction: true;
  /**
   * Sends a statement whose answer nobody waits for: what follows is carried out after it, and the
   * commit tells whether it failed. Saves a batch its way to the database and back.
   */
  later(text: string, parameters?: readonly Parameter[]): void;
};

type Work<Value> = (sql: Transaction) => Promise<Value>;

export type TransactionOptions = {
  /**
   * `work` finds out by a key of its own whether it was done before. Then it also runs again when the
   * connection was lost, and nobody knows whether the commit arrived.
   */
  readonly settledByKey?: boolean;
  /** Instead of the connections' own bound on the whole (`bounds.ts`). */
  readonly seconds?: number;
  /** Aborted, the work fails at once with `Interrupted`, and what it did is rolled back. */
  readonly signal?: AbortSignal | undefined;
};

/** Statements and transactions on connections of one class of bounds. */
export type Transactions = Sql & {
  /**
   * Runs `work` in a transaction. A refusal (`ok: false`) or a throw rolls back; where it met another
   * transaction (a deadlock, a row that both made) `work` runs again, at most
   * `TRANSACTION_ATTEMPTS` times. When a bound is met it fails (`isUnavailable`) and does not run
   * again: the caller's time is up.
   */
  transaction<Value>(work: Work<Value>, options?: TransactionOptions): Promise<Value>;
};

export type Database = Transactions & {
  /**
   * A transaction that is always settled by key, on a connection kept for batches: statements are
   * prepared once and planned for ever, and those that `work` does not await one by one travel
   * together.
   */
  posting<Value>(work: Work<Value>): Promise<Value>;
  /**
   * Statements that `work` sends before it awaits anything, as one transaction in one flight on such a
   * connection: PostgreSQL commits them with the answer, or does none of them. Not run again: whether
   * they happened after a lost connection, only a key can tell.
   */
  inOneFlight<Value>(work: (sql: Sql) => Promise<Value>): Promise<Value>;
  /** Reads by key on one of those connections, for what every request asks. */
  readonly lookUps: Sql;
  /** Jobs and recounts, on a few connections of their own with longer bounds. */
  readonly background: Transactions & {
    /** Ends what is under way there: the server stops. */
    interrupt(): void;
  };
  close(): Promise<void>;
};

/** Deadlocks are rare because locks are taken in id order; the tries are a margin. */
const TRANSACTION_ATTEMPTS = 8;
/** A database that was killed is back in one to three seconds: 50 ms doubled seven times is six. */
const FIRST_PAUSE_MILLISECONDS = 50;
const POOL_SIZE = 20;
const POSTING_POOL_SIZE = 8;
/** A recount takes two; the other jobs work in small batches. */
const BACKGROUND_POOL_SIZE = 4;

/**
 * Every statement of a batch finds its rows by key, for few rows or many. Left alone, PostgreSQL
 * plans anew at every call, or freezes a plan that it made for empty tables: measured once, 700
 * sales a second instead of 4,400.
 */
const PIN_PLANS = `set plan_cache_mode = force_generic_plan; set enable_seqscan = off;
  set enable_hashjoin = off; set enable_mergejoin = off; set jit = off`;

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, (text) => BigInt(text));
types.setTypeParser(pg.types.builtins.NUMERIC, (text) => BigInt(text));
types.setTypeParser(pg.types.builtins.DATE, (text) => text);
const parseTimestamp = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ);
types.setTypeParser(
  pg.types.builtins.TIMESTAMPTZ,
  (text): Instant => instant((parseTimestamp(text) as Date).getTime()),
);

export type DatabaseOptions = {
  poolSize?: number;
  /** Connections for batches: as many as there are lanes that work at once. */
  postingPoolSize?: number;
  /** Of everything but postings and the background; requests' bounds unless a command says otherwise. */
  bounds?: Bounds;
  onError?: (error: Error) => void;
};

export function openDatabase(
  url: string,
  {
    poolSize = POOL_SIZE,
    postingPoolSize = POSTING_POOL_SIZE,
    bounds = REQUEST_BOUNDS,
    onError = () => undefined,
  }: DatabaseOptions = {},
): Database {
  const common = { url, types, onError };
  const pool = openWatchedPool({ ...common, size: poolSize, bounds });
  const postingPool = openWatchedPool({
    ...common,
    size: postingPoolSize,
    bounds: POSTING_BOUNDS,
    prepare: PIN_PLANS,
  });
  const background = openWatchedPool({
    ...common,
    size: BACKGROUND_POOL_SIZE,
    bounds: BACKGROUND_BOUNDS,
  });
  return {
    ...transactionsOn(pool),
    posting: (work) =>
      withRetries(
        postingPool,
        (until) => transactOnce(postingPool, groupedSqlOver, { work, until, signal: undefined }),
        { settledByKey: true },
      ),
    inOneFlight: (work) =>
      postingPool.use((client) => work(groupedSqlOver(client)), { until: postingPool.deadline() }),
    lookUps: sqlFrom((text, values) =>
      postingPool.use((client) => groupStatements(client, types)(text, values), {
        until: postingPool.deadline(LOOK_UP_SECONDS),
      }),
    ),
    background: { ...transactionsOn(background), interrupt: background.interrupt },
    async close() {
      await Promise.all([pool.close(), postingPool.close(), background.close()]);
    },
  };
}

function transactionsOn(pool: WatchedPool): Transactions {
  return {
    ...sqlFrom((text, values) => onConnection(pool, (client) => client.query(text, values))),
    transaction: (work, options = {}) =>
      withRetries(
        pool,
        (until) => transactOnce(pool, sqlInTurn, { work, until, signal: options.signal }),
        options,
      ),
  };
}

function onConnection<Value>(
  pool: WatchedPool,
  work: (client: Client) => Promise<Value>,
): Promise<Value> {
  return pool.use(work, { until: pool.deadline() });
}

type Answer = { readonly rows: readonly unknown[]; readonly rowCount: number | null };

/** Statements that were not awaited one by one wait for each other here; pg wants one at a time. */
function sqlInTurn(client: Client): Sql {
  let last: Promise<unknown> = Promise.resolve();
  return sqlFrom((text, values) => {
    const result = last.then(() => client.query(text, values));
    last = result.catch(() => undefined);
    return result;
  });
}

/** What is sent in one turn travels together. */
function groupedSqlOver(client: Client): Sql {
  return sqlFrom(groupStatements(client, types));
}

function sqlFrom(run: (text: string, values: WireValue[]) => Promise<Answer>): Sql {
  return {
    async query<T extends Row>(text: string, parameters: readonly Parameter[] = []) {
      return (await run(text, parameters.map(toWire))).rows as T[];
    },
    async execute(text, parameters = []) {
      return (await run(text, parameters.map(toWire))).rowCount ?? 0;
    },
  };
}

function toWire(value: Parameter): WireValue {
  return isList(value) ? arrayLiteral(value) : value;
}

function isList(value: Parameter): value is readonly Parameter[] {
  return Array.isArray(value);
}

function transactOnce<Value>(
  pool: WatchedPool,
  sqlOf: (client: Client) => Sql,
  of: { work: Work<Value>; until: Deadline; signal: AbortSignal | undefined },
): Promise<Value> {
  const { work, until, signal } = of;
  return pool.use(
    async (client, broke) => {
      const sql = sqlOf(client);
      const { transaction, end, failed } = begin(sql);
      try {
        const value = await work(transaction);
        await end(isRefusal(value) ? "rollback" : "commit");
        return value;
      } catch (thrown) {
        const error = failed() ?? thrown;
        if (!isLostConnection(error)) await sql.execute("rollback").catch(broke);
        throw error;
      }
    },
    { until, signal },
  );
}

type Begun = {
  readonly transaction: Transaction;
  /** Resolves when everything that was sent has succeeded, its own statement last. */
  end(how: string): Promise<void>;
  /**
   * Why the first of the statements failed that nobody waited for. What came after it only hears that
   * the transaction is aborted.
   */
  failed(): unknown;
};

function begin(sql: Sql): Begun {
  const sent: Promise<number>[] = [];
  let failure: unknown;
  const later = (text: string, parameters?: readonly Parameter[]): void => {
    const answer = sql.execute(text, parameters);
    answer.catch((error: unknown) => {
      failure ??= error;
    });
    sent.push(answer);
  };
  // It travels with the first statement of the work.
  later("begin");
  return {
    transaction: { ...sql, inTransaction: true, later },
    end: async (how) => {
      await Promise.all([...sent, sql.execute(how)]);
    },
    failed: () => failure,
  };
}

async function withRetries<Value>(
  pool: WatchedPool,
  attempt: (until: Deadline) => Promise<Value>,
  { settledByKey = false, seconds }: TransactionOptions,
): Promise<Value> {
  const until = pool.deadline(seconds);
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt(until);
    } catch (error) {
      const isLost = settledByKey && isLostConnection(error);
      const wait = isLost ? FIRST_PAUSE_MILLISECONDS * 2 ** (tried - 1) : 0;
      const mayTryAgain = tried < TRANSACTION_ATTEMPTS && until.hasLeft(wait);
      if (!mayTryAgain || !(isLost || isRetryableConflict(error))) throw error;
      transactionRetries.inc({ reason: isLost ? "connection" : "meeting" });
      if (isLost) await pause(wait);
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

function isRefusal(value: unknown): boolean {
  return (value as Result<unknown> | undefined)?.ok === false;
}
