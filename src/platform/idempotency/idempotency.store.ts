import { type Instant, toRfc3339 } from "../../kernel/clock.ts";
import type { Sql, Transaction } from "../db/database.ts";

export type RecordKey = { bucket: number; caller: string; key: string };
export type StoredAnswer = { fingerprint: Buffer; status: number; answer: string };

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
    `select fingerprint, status, answer from idempotency_record
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

export function deleteAnswersBefore(sql: Sql, before: Instant): Promise<number> {
  return sql.execute("delete from idempotency_record where created_at < $1", [toRfc3339(before)]);
}
