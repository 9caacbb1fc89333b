import pg from "pg";
import { type Instant, instant } from "../../kernel/clock.ts";
import type { Result } from "../../kernel/result.ts";

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
export type Transaction = Sql & { readonly inTransaction: true };

export type Database = Sql & {
  /**
   * Runs `work` in a transaction. A refusal (`ok: false`) or a throw rolls back; where it met another
   * transaction (a deadlock, a row that both made) `work` runs again, at most
   * `TRANSACTION_ATTEMPTS` times.
   */
  transaction<Value>(work: (sql: Transaction) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
};

/** Deadlocks are rare because locks are taken in id order; the tries are a margin. */
const TRANSACTION_ATTEMPTS = 8;
/** Deadlock, serialisation failure. */
const RETRYABLE = new Set(["40P01", "40001"]);
/**
 * Rows that two transactions may make at the same moment, each rightly: the second sees the first's
 * when it runs again.
 */
const MEETING_KEYS = new Set(["ledger_account_pkey", "ledger_posting_pkey"]);
const POOL_SIZE = 20;

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, (text) => BigInt(text));
types.setTypeParser(pg.types.builtins.NUMERIC, (text) => BigInt(text));
types.setTypeParser(pg.types.builtins.DATE, (text) => text);
const parseTimestamp = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ);
types.setTypeParser(
  pg.types.builtins.TIMESTAMPTZ,
  (text): Instant => instant((parseTimestamp(text) as Date).getTime()),
);

export function openDatabase(
  url: string,
  { poolSize = POOL_SIZE, onError }: { poolSize?: number; onError?: (error: Error) => void } = {},
): Database {
  const pool = new pg.Pool({ connectionString: url, max: poolSize, types });
  // An idle connection that the server closes must not end the process; the next use opens another.
  pool.on("error", (error) => onError?.(error));
  return {
    ...sqlOver(pool),
    transaction: (work) => withRetries(() => transactOnce(pool, work)),
    close: () => pool.end(),
  };
}

function sqlOver(client: Pick<pg.ClientBase, "query">): Sql {
  return {
    async query<T extends Row>(text: string, parameters: readonly Parameter[] = []) {
      return (await client.query<T>(text, parameters as unknown[])).rows;
    },
    async execute(text, parameters = []) {
      return (await client.query(text, parameters as unknown[])).rowCount ?? 0;
    },
  };
}

async function transactOnce<Value>(
  pool: pg.Pool,
  work: (sql: Transaction) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const remember = (error: Error) => {
    broken = error;
  };
  client.on("error", remember);
  try {
    await client.query("begin");
    const value = await work({ ...sqlOver(client), inTransaction: true });
    await client.query(isRefusal(value) ? "rollback" : "commit");
    return value;
  } catch (error) {
    await client.query("rollback").catch(remember);
    throw error;
  } finally {
    client.off("error", remember);
    client.release(broken);
  }
}

async function withRetries<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tried === TRANSACTION_ATTEMPTS || !mayPass(error)) throw error;
    }
  }
}

/** Whether the same work may succeed when it is run again. */
function mayPass(error: unknown): boolean {
  const { code = "", constraint = "" } = error as { code?: string; constraint?: string };
  return RETRYABLE.has(code) || (code === "23505" && MEETING_KEYS.has(constraint));
}

function isRefusal(value: unknown): boolean {
  return (value as Result<unknown> | undefined)?.ok === false;
}

/** True when the statement failed on a unique key of that name. */
export function violates(error: unknown, constraint: string): boolean {
  const failure = error as { code?: string; constraint?: string };
  return failure.code === "23505" && failure.constraint === constraint;
}
