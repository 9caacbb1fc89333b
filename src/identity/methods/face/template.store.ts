import { type Instant, toRfc3339 } from "../../../kernel/clock.ts";
import type { Sql, Transaction } from "../../../platform/db/database.ts";
import type { SealedTemplate } from "./template-cipher.ts";

export type StoredTemplate = SealedTemplate & {
  readonly modelVersion: string;
  readonly enrolledAt: Instant;
  readonly lastUsedAt: Instant | null;
};

export async function readTemplate(sql: Sql, accountId: string): Promise<StoredTemplate | null> {
  const [row] = await sql.query<StoredTemplate>(
    `select wrapped_key as "wrappedKey", sealed, model_version as "modelVersion",
            enrolled_at as "enrolledAt", last_used_at as "lastUsedAt"
     from face_template join face_key using (account_id) where account_id = $1`,
    [accountId],
  );
  return row ?? null;
}

/** The account must have none: see `deleteTemplate`. */
export async function insertTemplate(
  sql: Transaction,
  { accountId, ...template }: Omit<StoredTemplate, "lastUsedAt"> & { readonly accountId: string },
): Promise<void> {
  await sql.execute("insert into face_key (account_id, wrapped_key) values ($1, $2)", [
    accountId,
    template.wrappedKey,
  ]);
  await sql.execute(
    `insert into face_template (account_id, sealed, model_version, enrolled_at)
     values ($1, $2, $3, $4)`,
    [accountId, template.sealed, template.modelVersion, toRfc3339(template.enrolledAt)],
  );
}

/** The key goes, and the template with it. Answers false when there was none. */
export async function deleteTemplate(sql: Transaction, accountId: string): Promise<boolean> {
  return (await sql.execute("delete from face_key where account_id = $1", [accountId])) === 1;
}

/** Notes a use. Answers false when the template that was compared with is gone or another by now. */
export async function noteTemplateUse(
  sql: Transaction,
  { accountId, enrolledAt, now }: { accountId: string; enrolledAt: Instant; now: Instant },
): Promise<boolean> {
  const rows = await sql.execute(
    "update face_template set last_used_at = $3 where account_id = $1 and enrolled_at = $2",
    [accountId, toRfc3339(enrolledAt), toRfc3339(now)],
  );
  return rows === 1;
}

export async function hasTemplate(
  sql: Sql,
  { accountId, modelVersion }: { accountId: string; modelVersion: string },
): Promise<boolean> {
  const rows = await sql.query(
    "select from face_template where account_id = $1 and model_version = $2",
    [accountId, modelVersion],
  );
  return rows.length === 1;
}

export async function countTemplates(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: bigint }>("select count(*) as count from face_template");
  return Number(row?.count ?? 0);
}

/** Accounts whose template nobody used since then, the longest unused first. */
export async function readUnused(
  sql: Sql,
  { since, limit }: { since: Instant; limit: number },
): Promise<string[]> {
  const rows = await sql.query<{ accountId: string }>(
    `select account_id as "accountId" from face_template
     where coalesce(last_used_at, enrolled_at) < $1
     order by coalesce(last_used_at, enrolled_at) limit $2`,
    [toRfc3339(since), limit],
  );
  return rows.map(({ accountId }) => accountId);
}

/** The same for one account, under a lock: it may have been used meanwhile. */
export async function lockUnused(
  sql: Transaction,
  { accountId, since }: { accountId: string; since: Instant },
): Promise<boolean> {
  const rows = await sql.query(
    `select from face_template where account_id = $1 and coalesce(last_used_at, enrolled_at) < $2
     for update`,
    [accountId, toRfc3339(since)],
  );
  return rows.length === 1;
}
