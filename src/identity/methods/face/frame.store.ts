import { addSeconds, type Instant, toRfc3339 } from "../../../kernel/clock.ts";
import type { Sql, Transaction } from "../../../platform/db/database.ts";
import type { Frame } from "../../face/frame.ts";
import type { RememberedFilm } from "./decide-replay.ts";

/** Whoever sends a film again does it soon; and faces before the same wall grow alike in time. */
const FILM_MEMORY_HOURS = 24;
/** Of ten attempts. */
const PICTURES_MAXIMUM = 400;

/** What the pictures of this account's last attempts looked like, a film each. */
export async function readRemembered(
  sql: Sql,
  { accountId, now }: { accountId: string; now: Instant },
): Promise<RememberedFilm[]> {
  const rows = await sql.query<{ challengeId: string; perceptualHash: bigint }>(
    `select challenge_id as "challengeId", perceptual_hash as "perceptualHash" from face_frame
     where account_id = $1 and seen_at > $2 and perceptual_hash is not null
     order by seen_at desc, challenge_id, position limit ${PICTURES_MAXIMUM}`,
    [accountId, toRfc3339(addSeconds(now, -FILM_MEMORY_HOURS * 3600))],
  );
  const films = new Map<string, bigint[]>();
  for (const { challengeId, perceptualHash } of rows) {
    const film = films.get(challengeId) ?? [];
    film.push(perceptualHash);
    films.set(challengeId, film);
  }
  return [...films.values()];
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
  const places = frames.map((frame, position) => ({ ...frame, position }));
  const distinct = [...new Map(places.map((frame) => [frame.contentHash, frame])).values()];
  const rows = await sql.execute(
    `insert into face_frame (content_hash, challenge_id, position, account_id, perceptual_hash, seen_at)
     select decode(sent.content_hash, 'hex'), $4, sent.position, $5, sent.perceptual_hash, $6
     from unnest($1::text[], $2::bigint[], $3::integer[])
       as sent (content_hash, perceptual_hash, position)
     order by sent.content_hash
     on conflict (content_hash) do nothing`,
    [
      distinct.map(({ contentHash }) => contentHash),
      distinct.map(({ perceptualHash }) => signed(perceptualHash)),
      distinct.map(({ position }) => position),
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

export function deleteFrames(
  sql: Sql,
  { before, limit }: { before: Instant; limit: number },
): Promise<number> {
  return sql.execute(
    `delete from face_frame where content_hash = any(array(
       select content_hash from face_frame where seen_at < $1
       order by seen_at limit $2 for update skip locked))`,
    [toRfc3339(before), limit],
  );
}

/** PostgreSQL's 64 bits have a sign. */
function signed(hash: bigint | null): bigint | null {
  return hash === null ? null : BigInt.asIntN(64, hash);
}
