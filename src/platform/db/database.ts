import pg from "pg";
import { type Instant, instant } from "../../kernel/clock.ts";
import type { Result } from "../../kernel/result.ts";
import { transactionRetries } from "../telemetry/metrics.ts";
import { arrayLiteral } from "./array-literal.ts";
import { isLostConnection, mayPass } from "./failures.ts";
import { groupStatements, type WireValue } from "./statement-group.ts";

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

export type Database = Sql & {
  /**
   * Runs `work` in a transaction. A refusal (`ok: false`) or a throw rolls back; where it met another
   * transaction (a deadlock, a row that both made) `work` runs again, at most
   * `TRANSACTION_ATTEMPTS` times.
   *
   * `settledByKey`: `work` finds out by a key of its own whether it was done before. Then it also
   * runs again when the connection was lost, and nobody knows whether the commit arrived.
   */
  transaction<Value>(work: Work<Value>, options?: { settledByKey: boolean }): Promise<Value>;
  /**
   * The same, always settled by key, on a connection kept for batches: statements are prepared once
   * and planned for ever, and those that `work` does not await one by one travel together.
   */
  posting<Value>(work: Work<Value>): Promise<Value>;
  /** Reads by key on one of those connections, for what every request asks. */
  readonly lookUps: Sql;
  close(): Promise<void>;
};

/** Deadlocks are rare because locks are taken in id order; the tries are a margin. */
const TRANSACTION_ATTEMPTS = 8;
/** A database that was killed is back in one to three seconds: 50 ms doubled seven times is six. */
const FIRST_PAUSE_MILLISECONDS = 50;
const POOL_SIZE = 20;
const POSTING_POOL_SIZE = 8;

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
  onError?: (error: Error) => void;
};

export function openDatabase(
  url: string,
  { poolSize = POOL_SIZE, postingPoolSize = POSTING_POOL_SIZE, onError }: DatabaseOptions = {},
): Database {
  const pool = new pg.Pool({ connectionString: url, max: poolSize, types });
  const postingPool = new pg.Pool(postingConfig(url, postingPoolSize));
  // An idle connection that the server closes must not end the process; the next use opens another.
  for (const one of [pool, postingPool]) one.on("error", (error) => onError?.(error));
  return {
    ...sqlOver(pool),
    transaction: (work, options = { settledByKey: false }) =>
      withRetries(() => transactOnce(pool, sqlInTurn, work), options),
    posting: (work) =>
      withRetries(() => transactOnce(postingPool, groupedSqlOver, work), { settledByKey: true }),
    lookUps: sqlFrom((text, values) => lookUp(postingPool, text, values)),
    async close() {
      await Promise.all([pool.end(), postingPool.end()]);
    },
  };
}

function postingConfig(url: string, size: number): pg.PoolConfig {
  return {
    connectionString: url,
    max: size,
    types,
    onConnect: pinPlans,
  };
}

/** pg's pool waits for it, though its types do not say so. */
function pinPlans(client: pg.ClientBase): unknown {
  return client.query(PIN_PLANS);
}

type Client = Pick<pg.ClientBase, "query">;
type Answer = { readonly rows: readonly unknown[]; readonly rowCount: number | null };

function sqlOver(client: Client): Sql {
  return sqlFrom((text, values) => client.query(text, values));
}

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

function lookUp(pool: pg.Pool, text: string, values: WireValue[]): Promise<Answer> {
  return withClient(pool, (client) => groupStatements(client, types)(text, values));
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
  pool: pg.Pool,
  sqlOf: (client: Client) => Sql,
  work: Work<Value>,
): Promise<Value> {
  return withClient(pool, async (client, broke) => {
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
  });
}

/** Works on a connection of the pool, which closes it afterwards when it broke. */
async function withClient<Value>(
  pool: pg.Pool,
  work: (client: Client, broke: (error: Error) => void) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const broke = (error: Error) => {
    broken = error;
  };
  // The pool listens to idle connections only, and one that breaks with nobody listening ends the process.
  client.on("error", broke);
  try {
    return await work(client, broke);
  } catch (error) {
    if (isLostConnection(error)) broke(error as Error);
    throw error;
  } finally {
    // A connection that broke may say so several times, and nobody else listens to it any more.
    if (broken === undefined) client.off("error", broke);
    client.release(broken);
  }
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
  attempt: () => Promise<Value>,
  { settledByKey }: { settledByKey: boolean },
): Promise<Value> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      const isLost = settledByKey && isLostConnection(error);
      if (tried === TRANSACTION_ATTEMPTS || !(isLost || mayPass(error))) throw error;
      transactionRetries.inc({ reason: isLost ? "connection" : "meeting" });
      if (isLost) await pause(FIRST_PAUSE_MILLISECONDS * 2 ** (tried - 1));
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
