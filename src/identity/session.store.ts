import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { AccountKind } from "./account.store.ts";
import type { SessionHashes } from "./session-token.ts";
import type { VerificationMethodName } from "./verification-uses/verification-use.store.ts";

export type SessionRow = {
  readonly id: string;
  readonly accountId: string;
  readonly accountKind: AccountKind;
  readonly tokenHash: Buffer;
  readonly previousTokenHash: Buffer | null;
  readonly createdAt: Instant;
  readonly tokenIssuedAt: Instant;
  readonly verifiedUntil: Instant | null;
  readonly verifiedBy: VerificationMethodName | null;
};

export async function insertSession(
  sql: Sql,
  session: SessionHashes & { id: string; accountId: string; now: Instant },
): Promise<void> {
  await sql.execute(
    `insert into session (id, account_id, handle_hash, token_hash, created_at, token_issued_at)
     values ($1, $2, $3, $4, $5, $5)`,
    [session.id, session.accountId, session.handleHash, session.tokenHash, toRfc3339(session.now)],
  );
}

/**
 * Sessions with their accounts in one statement, by the handle's hash in hexadecimal: every request
 * of a signed-in person goes through it.
 */
export async function readSessions(
  sql: Sql,
  handleHashes: readonly string[],
): Promise<Map<string, SessionRow>> {
  const rows = await sql.query<SessionRow & { handleHash: Buffer }>(
    `select session.id, account_id as "accountId", kind as "accountKind",
            token_hash as "tokenHash", previous_token_hash as "previousTokenHash",
            session.created_at as "createdAt", token_issued_at as "tokenIssuedAt",
            verified_until as "verifiedUntil", verified_by as "verifiedBy",
            handle_hash as "handleHash"
     from session join account on account.id = account_id
     where handle_hash = any($1)`,
    [handleHashes.map((hash) => Buffer.from(hash, "hex"))],
  );
  return new Map(rows.map(({ handleHash, ...row }) => [handleHash.toString("hex"), row]));
}

/** Answers false when a request at the same time has already replaced the token. */
export async function replaceToken(
  sql: Sql,
  change: { id: string; from: Buffer; to: Buffer; now: Instant },
): Promise<boolean> {
  const rows = await sql.execute(
    `update session set previous_token_hash = token_hash, token_hash = $3, token_issued_at = $4
     where id = $1 and token_hash = $2`,
    [change.id, change.from, change.to, toRfc3339(change.now)],
  );
  return rows === 1;
}

export async function deleteSession(sql: Sql, id: string): Promise<void> {
  await sql.execute("delete from session where id = $1", [id]);
}

/** Sessions whose cookie was lost never come back to be found expired; they go at the next sign-in. */
export async function deleteIdleSessions(
  sql: Sql,
  { accountId, idleSince }: { accountId: string; idleSince: Instant },
): Promise<void> {
  await sql.execute("delete from session where account_id = $1 and token_issued_at <= $2", [
    accountId,
    toRfc3339(idleSince),
  ]);
}

/** Opens the verified window, or moves its end. Answers false when the session is gone. */
export async function saveWindow(
  sql: Transaction,
  window: { sessionId: string; method: VerificationMethodName; verifiedUntil: Instant },
): Promise<boolean> {
  const rows = await sql.execute(
    "update session set verified_until = $2, verified_by = $3 where id = $1",
    [window.sessionId, toRfc3339(window.verifiedUntil), window.method],
  );
  return rows === 1;
}
