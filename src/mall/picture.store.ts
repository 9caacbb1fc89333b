import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";

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
    // Kept until the transaction ends: the job that removes unused pictures waits for it.
    "select id from mall_picture where id = any($1) and seller_id = $2 for key share",
    [ids, sellerId],
  );
  return new Set(rows.map((row) => row.id));
}

/** What a seller keeps, used or not. */
export async function countPictures(
  sql: Sql,
  sellerId: string,
): Promise<{ count: number; bytes: number }> {
  const [row] = await sql.query<{ count: number; bytes: number }>(
    `select count(*)::integer as count, coalesce(sum(octet_length(content)), 0)::float8 as bytes
     from mall_picture where seller_id = $1`,
    [sellerId],
  );
  return row ?? { count: 0, bytes: 0 };
}

const UNUSED = `not exists (select from mall_product
    where mall_product.seller_id = mall_picture.seller_id
      and '/pictures/' || mall_picture.id || '.webp' = any(mall_product.pictures))
  and not exists (select from mall_order_line
    where mall_order_line.picture = '/pictures/' || mall_picture.id || '.webp')`;

/**
 * Removes pictures uploaded before a moment that no product and no order shows, at most `limit`.
 * Answers how many. They are locked first and looked at again, since a product that is being saved
 * may have taken one meanwhile.
 */
export async function deleteUnusedPictures(
  sql: Transaction,
  { before, limit }: { before: Instant; limit: number },
): Promise<number> {
  const rows = await sql.query<{ id: string }>(
    `select id from mall_picture where created_at < $1 and ${UNUSED}
     order by created_at, id limit $2 for update skip locked`,
    [toRfc3339(before), limit],
  );
  if (rows.length === 0) return 0;
  return sql.execute(`delete from mall_picture where id = any($1) and ${UNUSED}`, [
    rows.map(({ id }) => id),
  ]);
}
