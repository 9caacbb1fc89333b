import { type Instant, toRfc3339 } from "../../../kernel/clock.ts";
import type { Sql } from "../../../platform/db/database.ts";

export type ChallengePurpose = "registration" | "verification";
type Key = { readonly sessionId: string; readonly purpose: ChallengePurpose };

/** Keeps the challenge; one that is still open for the same session and purpose is worth nothing now. */
export async function keepChallenge(
  sql: Sql,
  { sessionId, purpose }: Key,
  { challenge, expiresAt }: { challenge: string; expiresAt: Instant },
): Promise<void> {
  await sql.execute(
    `insert into passkey_challenge (session_id, purpose, challenge, expires_at)
     values ($1, $2, $3, $4)
     on conflict (session_id, purpose) do update
       set challenge = excluded.challenge, expires_at = excluded.expires_at`,
    [sessionId, purpose, challenge, toRfc3339(expiresAt)],
  );
}

/** Takes the open challenge out, so that it is answered once; null when there is none, or too late. */
export async function burnChallenge(
  sql: Sql,
  { sessionId, purpose }: Key,
  now: Instant,
): Promise<string | null> {
  const [row] = await sql.query<{ challenge: string; expiresAt: Instant }>(
    `delete from passkey_challenge where session_id = $1 and purpose = $2
     returning challenge, expires_at as "expiresAt"`,
    [sessionId, purpose],
  );
  return row && row.expiresAt > now ? row.challenge : null;
}
