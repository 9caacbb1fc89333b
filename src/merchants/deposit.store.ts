import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";

export type Deposit = {
  readonly id: string;
  /** Fen. */
  readonly amount: Points;
  readonly reference: string;
  readonly at: Instant;
};

export async function insertDeposit(
  sql: Transaction,
  deposit: Deposit,
  { shopId, by }: { shopId: string; by: string },
): Promise<void> {
  await sql.execute(
    `insert into pool_deposit (id, shop_id, amount, reference, at, by)
     values ($1, $2, $3, $4, $5, $6)`,
    [deposit.id, shopId, deposit.amount, deposit.reference, toRfc3339(deposit.at), by],
  );
}

/** The latest deposits of a shop, newest first. */
export async function listDeposits(
  sql: Sql,
  { shopId, limit }: { shopId: string; limit: number },
): Promise<Deposit[]> {
  const rows = await sql.query<Omit<Deposit, "amount"> & { amount: bigint }>(
    `select id, amount, reference, at from pool_deposit
     where shop_id = $1 order by id desc limit $2`,
    [shopId, limit],
  );
  return rows.map((row) => ({ ...row, amount: points(row.amount) }));
}
