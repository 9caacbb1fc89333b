type Failure = {
  readonly code?: string;
  readonly constraint?: string;
  readonly message?: string;
  readonly syscall?: string;
};

/** Which bound was met; the metrics count them by this name. */
export type BoundName =
  | "connection"
  | "work"
  | "heartbeat"
  | "statement"
  | "lock"
  | "idle_in_transaction"
  | "queue"
  | "readiness";

/** A bound of our own was met: the database did not answer in time, and may or may not have committed. */
export class BoundMet extends Error {
  readonly bound: BoundName;

  constructor(bound: BoundName) {
    super(`the database did not answer in time (${bound})`);
    this.name = "BoundMet";
    this.bound = bound;
  }
}

/** The work was given up because the server stops. */
export class Interrupted extends Error {
  constructor() {
    super("the work was interrupted because the server stops");
    this.name = "Interrupted";
  }
}

/** Deadlock, serialisation failure. */
const TRANSIENT = new Set(["40P01", "40001"]);
/**
 * Rows that two transactions may make at the same moment, each rightly: the second sees the first's
 * when it runs again.
 */
const RACED_KEYS = new Set([
  "ledger_account_pkey",
  "ledger_posting_pkey",
  "idempotency_record_pkey",
  "sale_number",
  "conversion_of_quote",
  // Two orders that drew one number: the checkout runs again and draws another.
  "mall_order_number",
]);
/**
 * Node's codes of a broken socket, PostgreSQL's of a server that goes down, is down or comes up, and
 * of a session that it ended.
 */
const LOST = /^(ECONN\w+|EPIPE|ETIMEDOUT|08\w{3}|57P0[12345]|25P0[34])$/;
/** Node's codes of an address that cannot be reached; the host's name may be unknown for a moment. */
const UNREACHABLE = /^(ENOTFOUND|EAI_\w+|E(HOST|NET)(UNREACH|DOWN)|EADDRNOTAVAIL|ENOENT|EMFILE)$/;
/** System calls of a connection; a file that is missing has the same codes and others of these. */
const OF_CONNECTION = /^(connect|getaddrinfo|read|write)$/;
/** What pg says of a connection that ended under it; these errors have no code. */
const LOST_MESSAGE =
  /connection terminated|connection error and is not queryable|client was closed/i;
/** What pg and its pool say when no connection opened or was free in time. */
const NO_CONNECTION_MESSAGE =
  /^(timeout exceeded when trying to connect|connection terminated due to connection timeout|timeout expired)$/i;

/**
 * PostgreSQL answers, and cannot do it now: resources (53: disk full, memory, connections), its own
 * files (58), a bound (57014, 55P03), a standby that only reads, a login or a database that is gone.
 */
const INCAPABLE = /^(53\w{3}|58\w{3}|57014|55P03|25006|28\w{3}|3D000)$/;

const BOUND_OF_CODE: Readonly<Record<string, BoundName>> = {
  "57014": "statement",
  "55P03": "lock",
  "25P03": "idle_in_transaction",
};

/** Whether the same work may succeed when it is run again: it met another transaction. */
export function isRetryableConflict(error: unknown): boolean {
  const { code = "", constraint = "" } = error as Failure;
  return TRANSIENT.has(code) || (code === "23505" && RACED_KEYS.has(constraint));
}

/** Whether the database went away: what was under way may have been committed, or not. */
export function isLostConnection(error: unknown): boolean {
  const { code, message = "", syscall = "" } = error as Failure;
  if (code === undefined) return LOST_MESSAGE.test(message);
  return LOST.test(code) || (UNREACHABLE.test(code) && OF_CONNECTION.test(syscall));
}

/** Whether the database is away, or is there and cannot answer now. The same request may succeed later. */
export function isUnavailable(error: unknown): boolean {
  const { code = "" } = error as Failure;
  return (
    error instanceof BoundMet ||
    error instanceof Interrupted ||
    isLostConnection(error) ||
    INCAPABLE.test(code)
  );
}

/** Whether it waited too long for a lock: of several requests together, one may be the only cause. */
export function isLockTimeout(error: unknown): boolean {
  return (error as Failure).code === "55P03";
}

/** Whether no connection opened or was free in time. */
export function isNoConnection(error: unknown): boolean {
  const { code, message = "" } = error as Failure;
  return code === undefined && NO_CONNECTION_MESSAGE.test(message);
}

/** The bound that an error tells of, or null. */
export function boundOf(error: unknown): BoundName | null {
  if (error instanceof BoundMet) return error.bound;
  return BOUND_OF_CODE[(error as Failure).code ?? ""] ?? null;
}

/** True when the statement failed on a unique key of that name. */
export function violates(error: unknown, constraint: string): boolean {
  const failure = error as Failure;
  return failure.code === "23505" && failure.constraint === constraint;
}
