import type { Bucket } from "../../kernel/bucket.ts";
import { type Instant, toRfc3339 } from "../../kernel/clock.ts";
import { binaryBytes, binaryTexts } from "../db/array-binary.ts";
import type { Parameter, Sql, Transaction } from "../db/database.ts";

export type RecordKey = { bucket: number; caller: string; key: string };
/** `keptAs` names an answer that is kept with what it tells of; then there is no text. */
export type StoredAnswer = {
  fingerprint: Buffer;
  status: number;
  answer: string | null;
  keptAs: string | null;
};

/**
 * Claims the key for this transaction. While another transaction has it, this waits for that one to
 * end. Answers false when the key already has an answer.
 */
export async function claim(
  sql: Transaction,
  { bucket, caller, key }: RecordKey,
  { fingerprint, at }: { fingerprint: Buffer; at: Instant },
): Promise<boolean> {
  const rows = await sql.execute(
    `insert into idempotency_record (bucket, caller, key, fingerprint, created_at)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [bucket, caller, key, fingerprint, toRfc3339(at)],
  );
  return rows === 1;
}

export async function readAnswer(
  sql: Transaction,
  { bucket, caller, key }: RecordKey,
): Promise<StoredAnswer | undefined> {
  const [row] = await sql.query<StoredAnswer>(
    `select fingerprint, status, answer, kept_as as "keptAs" from idempotency_record
     where bucket = $1 and caller = $2 and key = $3`,
    [bucket, caller, key],
  );
  return row;
}

export async function keepAnswer(
  sql: Transaction,
  { bucket, caller, key }: RecordKey,
  { status, answer }: { status: number; answer: string },
): Promise<void> {
  await sql.execute(
    `update idempotency_record set status = $4, answer = $5
     where bucket = $1 and caller = $2 and key = $3`,
    [bucket, caller, key, status, answer],
  );
}

export function recordName({ caller, key }: Pick<RecordKey, "caller" | "key">): string {
  return `${caller} ${key}`;
}

/** The answers that these keys have, by `recordName`. */
export async function readAnswers(
  sql: Transaction,
  keys: readonly RecordKey[],
): Promise<ReadonlyMap<string, StoredAnswer>> {
  const rows = await sql.query<StoredAnswer & RecordKey>(
    `select r.caller, r.key, r.fingerprint, r.status, r.answer, r.kept_as as "keptAs"
     from unnest($1::smallint[], $2::text[], $3::text[]) as wanted (bucket, caller, key)
     join idempotency_record r
       on r.bucket = wanted.bucket and r.caller = wanted.caller and r.key = wanted.key`,
    [
      keys.map(({ bucket }) => bucket),
      keys.map(({ caller }) => caller),
      keys.map(({ key }) => key),
    ],
  );
  return new Map(rows.map((row) => [recordName(row), row]));
}

/** Fails on the key (23505) when another transaction has used one of them meanwhile. */
export function keepAnswers(
  sql: Transaction,
  answers: readonly (RecordKey & StoredAnswer & { at: Instant })[],
): void {
  sql.later(keepAnswersOf(""), columnsOf(answers));
}

/** Rows that keep answers themselves: by bucket and id. */
export type KeepingTable = "sale";

/**
 * The same for those answers only whose row in that table was written, earlier in the transaction. Each
 * is kept there under the id `keptAs`, in `keptIn`.
 */
export function keepWritten(
  sql: Sql,
  table: KeepingTable,
  answers: readonly (RecordKey & StoredAnswer & { at: Instant; keptIn: Bucket })[],
): Promise<number> {
  const written = `where exists (
    select from ${table} w where w.bucket = a.kept_in and w.id = a.kept_as)`;
  return sql.execute(keepAnswersOf(written, ", $9::smallint[]", ", kept_in"), [
    ...columnsOf(answers),
    answers.map(({ keptIn }) => keptIn),
  ]);
}

function keepAnswersOf(condition: string, parameter = "", column = ""): string {
  return `
insert into idempotency_record
  (bucket, caller, key, fingerprint, status, answer, created_at, kept_as)
select bucket, caller, key, fingerprint, status, nullif(answer, ''), created_at, kept_as
from unnest($1::smallint[], $2::text[], $3::text[], $4::bytea[], $5::smallint[], $6::text[],
  $7::timestamptz[], $8::text[]${parameter})
  as a (bucket, caller, key, fingerprint, status, answer, created_at, kept_as${column})
${condition}
order by bucket, caller, key`;
}

function columnsOf(answers: readonly (RecordKey & StoredAnswer & { at: Instant })[]): Parameter[] {
  return [
    answers.map(({ bucket }) => bucket),
    answers.map(({ caller }) => caller),
    answers.map(({ key }) => key),
    binaryBytes(answers.map(({ fingerprint }) => fingerprint)),
    answers.map(({ status }) => status),
    binaryTexts(answers.map(({ answer }) => answer ?? "")),
    answers.map(({ at }) => toRfc3339(at)),
    answers.map(({ keptAs }) => keptAs),
  ];
}

/** Of one bucket, at most `limit`, by the index on their age. */
export function deleteAnswersBefore(
  sql: Sql,
  { bucket, before, limit }: { bucket: Bucket; before: Instant; limit: number },
): Promise<number> {
  return sql.execute(
    `delete from idempotency_record where bucket = $1 and (caller, key) in (
       select caller, key from idempotency_record
       where bucket = $1 and created_at < $2
       order by created_at limit $3 for update skip locked)`,
    [bucket, toRfc3339(before), limit],
  );
}
