import type { Sql, Transaction } from "../platform/db/database.ts";

/**
 * Locks what the mall knows of the seller until the transaction ends, and answers whether it is
 * approved. A seller the mall meets for the first time is noted as `isApproved` says.
 */
export async function lockSeller(
  sql: Transaction,
  seller: { id: string; isApproved: boolean },
): Promise<boolean> {
  await sql.execute(
    "insert into mall_seller (id, is_approved) values ($1, $2) on conflict (id) do nothing",
    [seller.id, seller.isApproved],
  );
  const [row] = await sql.query<{ isApproved: boolean }>(
    `select is_approved as "isApproved" from mall_seller where id = $1 for no key update`,
    [seller.id],
  );
  return row?.isApproved ?? false;
}

/** Shows or hides everything the seller offers. */
export async function setSellerApproved(
  sql: Transaction,
  seller: { id: string; isApproved: boolean },
): Promise<void> {
  await sql.execute(
    `insert into mall_seller (id, is_approved) values ($1, $2)
     on conflict (id) do update set is_approved = excluded.is_approved`,
    [seller.id, seller.isApproved],
  );
  await sql.execute(
    `update mall_product set seller_is_approved = $2
     where seller_id = $1 and seller_is_approved <> $2`,
    [seller.id, seller.isApproved],
  );
}

/** Ids of approved sellers, newest first; `before` is the last one of the page before. */
export async function listApprovedSellers(
  sql: Sql,
  { before, limit }: { before: string | null; limit: number },
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from mall_seller
     where is_approved and ($1::text is null or id < $1) order by id desc limit $2`,
    [before, limit],
  );
  return rows.map((row) => row.id);
}

/** How many products of each seller are shown; sellers with none are absent. */
export async function countShownProducts(
  sql: Sql,
  sellerIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql.query<{ sellerId: string; count: number }>(
    `select seller_id as "sellerId", count(*)::integer as count from mall_product
     where seller_id = any($1) and is_shown group by seller_id`,
    [sellerIds],
  );
  return new Map(rows.map((row) => [row.sellerId, row.count]));
}

/** Whether anything of the seller was ever shown. */
export async function everListed(sql: Sql, sellerId: string): Promise<boolean> {
  const rows = await sql.query(
    "select from mall_product where seller_id = $1 and listed_at is not null limit 1",
    [sellerId],
  );
  return rows.length > 0;
}
