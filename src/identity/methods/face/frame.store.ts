import { type Instant, toRfc3339 } from "../../../kernel/clock.ts";
import type { Sql, Transaction } from "../../../platform/db/database.ts";
import type { Frame } from "../../face/frame.ts";
import type { RememberedFrame } from "./decide-replay.ts";

/** The films of the last ten attempts; an older one is known by its bytes all the same. */
const REMEMBERED_MAXIMUM = 400;

/** What pictures of this account's earlier attempts looked like. */
export function readRemembered(sql: Sql, accountId: string): Promise<RememberedFrame[]> {
  return sql.query<RememberedFrame>(
    `select challenge_id as "challengeId", perceptual_hash as "perceptualHash" from face_frame
     where account_id = $1 and perceptual_hash is not null
     order by seen_at desc limit ${REMEMBERED_MAXIMUM}`,
    [accountId],
  );
}

/**
 * Remembers what was sent. Answers true when one of the pictures, byte for byte, was sent before:
 * of two attempts with the same film at the same time, the second is told so.
 */
export async function rememberFrames(
  sql: Sql,
  frames: readonly Frame[],
  attempt: { challengeId: string; accountId: string | null; now: Instant },
): Promise<boolean> {
  const distinct = [...new Map(frames.map((frame) => [frame.contentHash, frame])).values()];
  const rows = await sql.execute(
    `insert into face_frame (content_hash, challenge_id, account_id, perceptual_hash, seen_at)
     select decode(sent.content_hash, 'hex'), $3, $4, sent.perceptual_hash, $5
     from unnest($1::text[], $2::bigint[]) as sent (content_hash, perceptual_hash)
     order by sent.content_hash
     on conflict (content_hash) do nothing`,
    [
      distinct.map(({ contentHash }) => contentHash),
      distinct.map(({ perceptualHash }) => signed(perceptualHash)),
      attempt.challengeId,
      attempt.accountId,
      toRfc3339(attempt.now),
    ],
  );
  return rows < distinct.length;
}

export async function deleteFramesOf(sql: Transaction, accountId: string): Promise<void> {
  await sql.execute("delete from face_frame where account_id = $1", [accountId]);
}

export function deleteFrames(sql: Sql, { before }: { before: Instant }): Promise<number> {
  return sql.execute("delete from face_frame where seen_at < $1", [toRfc3339(before)]);
}

/** PostgreSQL's 64 bits have a sign. */
function signed(hash: bigint | null): bigint | null {
  return hash === null ? null : BigInt.asIntN(64, hash);
}
