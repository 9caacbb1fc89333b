type Failure = { readonly code?: string; readonly constraint?: string; readonly message?: string };

/** Deadlock, serialisation failure. */
const TRANSIENT = new Set(["40P01", "40001"]);
/**
 * Rows that two transactions may make at the same moment, each rightly: the second sees the first's
 * when it runs again.
 */
const MEETING_KEYS = new Set([
  "ledger_account_pkey",
  "ledger_posting_pkey",
  "idempotency_record_pkey",
  "sale_receipt_pkey",
  // Two orders that drew one number: the checkout runs again and draws another.
  "mall_order_number",
]);
/** Node's codes of a broken socket, PostgreSQL's of a server that goes down, is down or comes up. */
const LOST = /^(ECONN\w+|EPIPE|ETIMEDOUT|08\w{3}|57P0[123])$/;
/** What pg says of a connection that ended under it; these errors have no code. */
const LOST_MESSAGE =
  /connection terminated|connection error and is not queryable|client was closed/i;

/** Whether the same work may succeed when it is run again: it met another transaction. */
export function mayPass(error: unknown): boolean {
  const { code = "", constraint = "" } = error as Failure;
  return TRANSIENT.has(code) || (code === "23505" && MEETING_KEYS.has(constraint));
}

/** Whether the database went away: what was under way may have been committed, or not. */
export function isLostConnection(error: unknown): boolean {
  const { code, message = "" } = error as Failure;
  return code === undefined ? LOST_MESSAGE.test(message) : LOST.test(code);
}

/** True when the statement failed on a unique key of that name. */
export function violates(error: unknown, constraint: string): boolean {
  const failure = error as Failure;
  return failure.code === "23505" && failure.constraint === constraint;
}
