import { type Instant, toRfc3339 } from "../../../kernel/clock.ts";
import type { Sql } from "../../../platform/db/database.ts";
import type { Purpose, Step } from "./contract.ts";
import type { TakenChallenge } from "./decide-challenge.ts";

/** Whom a challenge is for: a session, or before a sign-in the hash of the login that was typed. */
export type Bound =
  | { readonly purpose: Exclude<Purpose, "login">; readonly sessionId: string }
  | { readonly purpose: "login"; readonly loginHash: Buffer };

export type NewChallenge = {
  readonly id: string;
  readonly bound: Bound;
  readonly steps: readonly Step[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
};

export async function insertChallenge(sql: Sql, challenge: NewChallenge): Promise<void> {
  const { sessionId, loginHash } = columnsOf(challenge.bound);
  await sql.execute(
    `insert into face_challenge (id, purpose, session_id, login_hash, steps, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      challenge.id,
      challenge.bound.purpose,
      sessionId,
      loginHash,
      challenge.steps,
      toRfc3339(challenge.createdAt),
      toRfc3339(challenge.expiresAt),
    ],
  );
}

/**
 * Takes a challenge, once: of two answers at the same time the second waits for the first and finds
 * it taken. Null when there is none of that id for this purpose and this session or login.
 */
export async function takeChallenge(
  sql: Sql,
  { id, bound, now }: { id: string; bound: Bound; now: Instant },
): Promise<TakenChallenge | null> {
  const { sessionId, loginHash } = columnsOf(bound);
  const [row] = await sql.query<TakenChallenge>(
    `with taken as (
       update face_challenge set used_at = $5
       where id = $1 and purpose = $2 and session_id is not distinct from $3
         and login_hash is not distinct from $4 and used_at is null
       returning id)
     select id, steps, created_at as "createdAt", expires_at as "expiresAt",
            exists (select from taken) as "wasOpen"
     from face_challenge
     where id = $1 and purpose = $2 and session_id is not distinct from $3
       and login_hash is not distinct from $4`,
    [id, bound.purpose, sessionId, loginHash, toRfc3339(now)],
  );
  return row ?? null;
}

/** Long over, so that nobody is told any more that they are used. Answers how many went. */
export function deleteChallenges(
  sql: Sql,
  { before, limit }: { before: Instant; limit: number },
): Promise<number> {
  return sql.execute(
    `delete from face_challenge where id = any(array(
       select id from face_challenge where expires_at < $1
       order by expires_at limit $2 for update skip locked))`,
    [toRfc3339(before), limit],
  );
}

function columnsOf(bound: Bound): { sessionId: string | null; loginHash: Buffer | null } {
  if (bound.purpose === "login") return { sessionId: null, loginHash: bound.loginHash };
  return { sessionId: bound.sessionId, loginHash: null };
}
