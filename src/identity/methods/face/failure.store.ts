import { type Instant, toRfc3339 } from "../../../kernel/clock.ts";
import type { Sql, Transaction } from "../../../platform/db/database.ts";
import type { Failures } from "./decide-lock.ts";

/**
 * What is guessed at. Sign-ins and checks of one account are counted apart: whoever knows a login
 * can fail at the door on purpose, and must not lock out the person who is inside.
 */
export type Subject = { readonly key: string; readonly accountId: string | null };

const COLUMNS = `failures, last_failed_at as "lastFailedAt", locked_until as "lockedUntil"`;

export async function readFailures(sql: Sql, { key }: Subject): Promise<Failures | null> {
  const [row] = await sql.query<Failures>(
    `select ${COLUMNS} from face_failure where subject = $1`,
    [key],
  );
  return row ?? null;
}

/** The same, and nobody else counts until this transaction ends; null for the very first. */
export async function lockFailures(
  sql: Transaction,
  subject: Subject,
  now: Instant,
): Promise<Failures | null> {
  const created = await sql.execute(
    `insert into face_failure (subject, account_id, failures, last_failed_at) values ($1, $2, 0, $3)
     on conflict do nothing`,
    [subject.key, subject.accountId, toRfc3339(now)],
  );
  const [row] = await sql.query<Failures>(
    `select ${COLUMNS} from face_failure where subject = $1 for update`,
    [subject.key],
  );
  return created === 1 ? null : (row ?? null);
}

export async function saveFailures(
  sql: Transaction,
  { key }: Subject,
  { failures, lastFailedAt, lockedUntil }: Failures,
): Promise<void> {
  await sql.execute(
    `update face_failure set failures = $2, last_failed_at = $3, locked_until = $4
     where subject = $1`,
    [key, failures, toRfc3339(lastFailedAt), lockedUntil === null ? null : toRfc3339(lockedUntil)],
  );
}

export async function clearFailures(sql: Transaction, { key }: Subject): Promise<void> {
  await sql.execute("delete from face_failure where subject = $1", [key]);
}

export async function deleteFailuresOf(sql: Transaction, accountId: string): Promise<void> {
  await sql.execute("delete from face_failure where account_id = $1", [accountId]);
}

export function deleteFailures(
  sql: Sql,
  { before, limit }: { before: Instant; limit: number },
): Promise<number> {
  return sql.execute(
    `delete from face_failure where subject = any(array(
       select subject from face_failure where last_failed_at < $1
       order by last_failed_at limit $2 for update skip locked))`,
    [toRfc3339(before), limit],
  );
}
