import { type Instant, toRfc3339 } from "../../../kernel/clock.ts";
import type { Sql, Transaction } from "../../../platform/db/database.ts";

/** Why a consent ended: taken back, destroyed for want of use, or given again for a new template. */
export type ConsentEnd = "withdrawn" | "unused" | "renewed";

/** The version that was agreed to and holds; null when there is none. */
export async function readConsent(sql: Sql, accountId: string): Promise<number | null> {
  const [row] = await sql.query<{ version: number }>(
    "select version from face_consent where account_id = $1 and ended_at is null",
    [accountId],
  );
  return row?.version ?? null;
}

export async function insertConsent(
  sql: Transaction,
  { accountId, version, givenAt }: { accountId: string; version: number; givenAt: Instant },
): Promise<void> {
  await sql.execute(
    `insert into face_consent (account_id, version, given_at) values ($1, $2, $3)`,
    [accountId, version, toRfc3339(givenAt)],
  );
}

export async function endConsent(
  sql: Transaction,
  { accountId, endedAt, endedBy }: { accountId: string; endedAt: Instant; endedBy: ConsentEnd },
): Promise<void> {
  await sql.execute(
    `update face_consent set ended_at = $2, ended_by = $3
     where account_id = $1 and ended_at is null`,
    [accountId, toRfc3339(endedAt), endedBy],
  );
}
