import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { AccountKind } from "./account.store.ts";
import type { SessionTokens } from "./decide-session.ts";
import type { SessionHashes } from "./session-token.ts";
import type { VerificationMethodName } from "./verification-uses/verification-use.store.ts";

export type SessionRow = {
  readonly id: string;
  readonly accountId: string;
  readonly accountKind: AccountKind;
  readonly tokens: SessionTokens;
  readonly createdAt: Instant;
  /** The browser has shown the cookie with the prefixed name, so the plain name counts no longer. */
  readonly hasHostCookie: boolean;
  readonly verifiedUntil: Instant | null;
  readonly verifiedBy: VerificationMethodName | null;
};

export async function insertSession(
  sql: Sql,
  session: SessionHashes & {
    id: string;
    accountId: string;
    now: Instant;
    hasHostCookie: boolean;
  },
): Promise<void> {
  await sql.execute(
    `insert into session
       (id, account_id, handle_hash, token_hash, created_at, token_issued_at, has_host_cookie)
     values ($1, $2, $3, $4, $5, $5, $6)`,
    [
      session.id,
      session.accountId,
      session.handleHash,
      session.tokenHash,
      toRfc3339(session.now),
      session.hasHostCookie,
    ],
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
  const rows = await sql.query<StoredSession>(
    `select session.id, account_id as "accountId", kind as "accountKind",
            token_hash as "tokenHash", newer_token_hashes as newer, older_token_hashes as older,
            session.created_at as "createdAt", token_issued_at as "tokenIssuedAt",
            offered_at as "offeredAt", has_host_cookie as "hasHostCookie",
            verified_until as "verifiedUntil", verified_by as "verifiedBy",
            handle_hash as "handleHash"
     from session join account on account.id = account_id
     where handle_hash = any($1)`,
    [handleHashes.map((hash) => Buffer.from(hash, "hex"))],
  );
  return new Map(rows.map((row) => [row.handleHash.toString("hex"), sessionOf(row)]));
}

type StoredSession = Omit<SessionRow, "tokens"> & {
  readonly handleHash: Buffer;
  readonly tokenHash: Buffer;
  readonly newer: readonly Buffer[];
  readonly older: readonly Buffer[];
  readonly tokenIssuedAt: Instant;
  readonly offeredAt: Instant | null;
};

function sessionOf(row: StoredSession): SessionRow {
  const {
    handleHash: _handle,
    tokenHash,
    newer,
    older,
    tokenIssuedAt,
    offeredAt,
    ...session
  } = row;
  const tokens = {
    current: tokenHash.toString("hex"),
    newer: newer.map((hash) => hash.toString("hex")),
    older: older.map((hash) => hash.toString("hex")),
    tokenIssuedAt,
    offeredAt,
  };
  return { ...session, tokens };
}

/** Answers false when a request at the same time has already changed the tokens. */
export async function saveTokens(
  sql: Sql,
  change: { id: string; from: SessionTokens; to: SessionTokens; hasHostCookie: boolean },
): Promise<boolean> {
  const { id, from, to, hasHostCookie } = change;
  const bytes = (hash: string) => Buffer.from(hash, "hex");
  const time = (at: Instant | null) => (at === null ? null : toRfc3339(at));
  const rows = await sql.execute(
    `update session set token_hash = $4, newer_token_hashes = $5, older_token_hashes = $6,
            token_issued_at = $7, offered_at = $8, has_host_cookie = $9
     where id = $1 and token_hash = $2 and offered_at is not distinct from $3`,
    [
      id,
      bytes(from.current),
      time(from.offeredAt),
      bytes(to.current),
      to.newer.map(bytes),
      to.older.map(bytes),
      toRfc3339(to.tokenIssuedAt),
      time(to.offeredAt),
      hasHostCookie,
    ],
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
  await sql.execute(
    "delete from session where account_id = $1 and greatest(token_issued_at, offered_at) <= $2",
    [accountId, toRfc3339(idleSince)],
  );
}

/** Keeps the sessions of an account that it used last. */
export async function deleteSessionsBeyond(
  sql: Sql,
  { accountId, keep }: { accountId: string; keep: number },
): Promise<void> {
  await sql.execute(
    `delete from session where id in (
       select id from session where account_id = $1
       order by greatest(token_issued_at, offered_at) desc, id desc offset $2)`,
    [accountId, keep],
  );
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
