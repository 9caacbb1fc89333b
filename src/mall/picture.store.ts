import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Sql } from "../platform/db/database.ts";

export async function insertPicture(
  sql: Sql,
  picture: { id: string; sellerId: string; content: Buffer; createdAt: Instant },
): Promise<void> {
  await sql.execute(
    "insert into mall_picture (id, seller_id, content, created_at) values ($1, $2, $3, $4)",
    [picture.id, picture.sellerId, picture.content, toRfc3339(picture.createdAt)],
  );
}

export async function readPictureContent(sql: Sql, id: string): Promise<Buffer | null> {
  const [row] = await sql.query<{ content: Buffer }>(
    "select content from mall_picture where id = $1",
    [id],
  );
  return row?.content ?? null;
}

/** Those of the ids that are pictures of this seller. */
export async function ownPictures(
  sql: Sql,
  { sellerId, ids }: { sellerId: string; ids: readonly string[] },
): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>(
    "select id from mall_picture where id = any($1) and seller_id = $2",
    [ids, sellerId],
  );
  return new Set(rows.map((row) => row.id));
}
