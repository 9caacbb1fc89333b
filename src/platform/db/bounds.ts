/**
 * How long the database may take before the caller is told that it does not answer. Every connection
 * of one class has the same bounds; they are set once, when it opens. A bound of null does not exist.
 * `docs/operations/bounds.md` says what a client sees of each.
 */
export type Bounds = {
  /** PostgreSQL ends a statement that runs longer (`statement_timeout`). */
  readonly statementSeconds: number | null;
  /** PostgreSQL ends a statement that waits longer for one lock (`lock_timeout`). */
  readonly lockSeconds: number | null;
  /** PostgreSQL ends a session whose transaction waits longer for its client. */
  readonly idleInTransactionSeconds: number | null;
  /** Until a connection is free or has opened. */
  readonly connectionSeconds: number;
  /**
   * For one query or one transaction as a whole, its retries and its wait for a connection included.
   * It holds where PostgreSQL's own bounds do not: when the database itself has stopped. The
   * connection is closed then, because whether it ever answers is unknown.
   */
  readonly workSeconds: number | null;
};

/**
 * A request. Ten times what the slowest takes on a busy small machine, and short enough that every
 * request has its answer within ten seconds when the database has stopped.
 */
export const REQUEST_BOUNDS: Bounds = {
  statementSeconds: 6,
  lockSeconds: 5,
  idleInTransactionSeconds: 10,
  connectionSeconds: 5,
  workSeconds: 8,
};

/**
 * A batch of requests. Its locks are held for milliseconds. After a lock that it did not get, its
 * items are tried one by one, so that twice the bound must fit into ten seconds.
 */
export const POSTING_BOUNDS: Bounds = { ...REQUEST_BOUNDS, lockSeconds: 3 };

/**
 * A look-up of who is asking. It comes before everything else that a request does, so its bound and
 * theirs must fit into ten seconds together.
 */
export const LOOK_UP_SECONDS = 4;

/** Jobs: small batches, each of which ends in milliseconds. No person waits for them. */
export const BACKGROUND_BOUNDS: Bounds = {
  statementSeconds: 60,
  lockSeconds: 10,
  idleInTransactionSeconds: 60,
  connectionSeconds: 30,
  workSeconds: 120,
};

/** A recount reads every table as a whole: 1.6 µs an entry, so an hour is enough for 10^9 of them. */
export const RECOUNT_SECONDS = 3600;

/**
 * Migrations and commands: a person watches and can stop them. A migration also waits for as long as
 * another server migrates. Only a database that does not answer at all ends them (`HEARTBEAT`).
 */
export const COMMAND_BOUNDS: Bounds = {
  statementSeconds: null,
  lockSeconds: null,
  idleInTransactionSeconds: null,
  connectionSeconds: 10,
  workSeconds: null,
};

/**
 * Work that may take longer than a request is not told from work on a stopped database by its
 * duration. So while there is any, a connection of its own asks now and then whether the database
 * answers. When it does not, the work fails.
 */
export const HEARTBEAT = { afterSeconds: 3, withinSeconds: 5 };

/**
 * PostgreSQL ends a session that has nothing to do for so long. Pools close theirs after
 * `POOL_IDLE_SECONDS`, so this ends only sessions whose server is gone without a word.
 */
export const IDLE_SESSION_SECONDS = 300;
export const POOL_IDLE_SECONDS = 10;

/** A peer that vanished is noticed by TCP, also on connections that wait for nothing. */
export const KEEP_ALIVE_AFTER_SECONDS = 10;

/** How long `close` waits for work under way before it closes the connections under it. */
export const CLOSE_SECONDS = 2;

/** For `/readyz`: a load balancer asks every few seconds and must not wait for a database. */
export const READINESS_SECONDS = 2;
