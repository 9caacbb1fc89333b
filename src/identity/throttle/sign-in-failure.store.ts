import { type Instant, toRfc3339 } from "../../kernel/clock.ts";
import type { Sql, Transaction } from "../../platform/db/database.ts";
import type { Failures } from "./decide-throttle.ts";

/** More than the rows that a failure may add, so that guessing at many logins cannot fill the table. */
const SWEPT_AT_A_TIME = 10;

/** By subject in hexadecimal. */
export type KnownFailures = ReadonlyMap<string, Failures>;
type Row = Failures & { readonly subject: Buffer };

const COLUMNS = `subject, drains_at as "drainsAt", waits_until as "waitsUntil"`;

export async function readFailures(sql: Sql, subjects: readonly Buffer[]): Promise<KnownFailures> {
  return bySubject(
    await sql.query<Row>(`select ${COLUMNS} from sign_in_failure where subject = any($1)`, [
      subjects,
    ]),
  );
}

/** The same of those that exist, and no failure is counted for them until this transaction ends. */
export async function lockFailures(
  sql: Transaction,
  subjects: readonly Buffer[],
): Promise<KnownFailures> {
  return bySubject(
    await sql.query<Row>(
      `select ${COLUMNS} from sign_in_failure where subject = any($1)
       order by subject for update`,
      [subjects],
    ),
  );
}

/** Makes rows for subjects without one; then all of them can be locked. */
export async function openFailures(
  sql: Transaction,
  subjects: readonly Buffer[],
  now: Instant,
): Promise<void> {
  await sql.execute(
    `insert into sign_in_failure (subject, drains_at)
     select subject, $2::timestamptz from unnest($1::bytea[]) as asked (subject) order by subject
     on conflict do nothing`,
    [subjects, toRfc3339(now)],
  );
}

export async function saveFailures(
  sql: Transaction,
  all: readonly (Failures & { readonly subject: Buffer })[],
): Promise<void> {
  await sql.execute(
    `update sign_in_failure known set drains_at = counted.drains_at, waits_until = counted.waits_until
     from unnest($1::bytea[], $2::timestamptz[], $3::timestamptz[])
       as counted (subject, drains_at, waits_until)
     where known.subject = counted.subject`,
    [
      all.map(({ subject }) => subject),
      all.map(({ drainsAt }) => toRfc3339(drainsAt)),
      all.map(({ waitsUntil }) => (waitsUntil === null ? null : toRfc3339(waitsUntil))),
    ],
  );
}

export async function deleteFailures(sql: Sql, subject: Buffer): Promise<void> {
  await sql.execute("delete from sign_in_failure where subject = $1", [subject]);
}

/** Rows whose count is zero again and that nothing waits for. */
export async function sweepFailures(sql: Sql, now: Instant): Promise<void> {
  await sql.execute(
    `delete from sign_in_failure where subject in (
       select subject from sign_in_failure
       where drains_at <= $1 and (waits_until is null or waits_until <= $1)
       order by drains_at limit $2 for update skip locked)`,
    [toRfc3339(now), SWEPT_AT_A_TIME],
  );
}

function bySubject(rows: readonly Row[]): KnownFailures {
  return new Map(rows.map(({ subject, ...known }) => [subject.toString("hex"), known]));
}
