import { addSeconds, type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import { LOGIN_FAILURE_WINDOW_SECONDS, type LoginFailures } from "./decide-throttle.ts";

/** More than the one row that a failure may add, so that guessing at many logins cannot fill the table. */
const SWEPT_AT_A_TIME = 10;

const COLUMNS = `failures, window_started_at as "windowStartedAt"`;

export async function readLoginFailures(
  sql: Sql,
  loginHash: Buffer,
): Promise<LoginFailures | null> {
  const [row] = await sql.query<LoginFailures>(
    `select ${COLUMNS} from login_failure where login_hash = $1`,
    [loginHash],
  );
  return row ?? null;
}

/** The same, and no failure is counted until this transaction ends. */
export async function lockLoginFailures(
  sql: Transaction,
  loginHash: Buffer,
): Promise<LoginFailures | null> {
  const [row] = await sql.query<LoginFailures>(
    `select ${COLUMNS} from login_failure where login_hash = $1 for update`,
    [loginHash],
  );
  return row ?? null;
}

/** Counts one more failure, in a new window when the last one is over; answers the count with it. */
export async function countLoginFailure(
  sql: Sql,
  loginHash: Buffer,
  now: Instant,
): Promise<LoginFailures> {
  const windowOver = toRfc3339(addSeconds(now, -LOGIN_FAILURE_WINDOW_SECONDS));
  const rows = await sql.query<LoginFailures>(
    `insert into login_failure as known (login_hash, failures, window_started_at)
     values ($1, 1, $2)
     on conflict (login_hash) do update set
       failures = case when known.window_started_at <= $3 then 1 else known.failures + 1 end,
       window_started_at = case when known.window_started_at <= $3 then excluded.window_started_at
                                else known.window_started_at end
     returning ${COLUMNS}`,
    [loginHash, toRfc3339(now), windowOver],
  );
  await sql.execute(
    `delete from login_failure where login_hash in (
       select login_hash from login_failure where window_started_at <= $1
       order by window_started_at limit $2 for update skip locked)`,
    [windowOver, SWEPT_AT_A_TIME],
  );
  return rows[0] as LoginFailures;
}

export async function clearLoginFailures(sql: Sql, loginHash: Buffer): Promise<void> {
  await sql.execute("delete from login_failure where login_hash = $1", [loginHash]);
}
