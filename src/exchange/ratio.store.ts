import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import { type Ratio, ratio } from "../kernel/ratio.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";

/** One version of a shop's exchange ratio. */
export type RatioVersion = {
  readonly version: number;
  readonly by: Ratio;
  readonly minimumPoints: Points;
  /** Per customer and UTC day; null for no cap. */
  readonly dailyCapPoints: Points | null;
  readonly validFrom: Instant;
  readonly createdAt: Instant;
};

type Row = {
  shop_id: string;
  version: number;
  shop_points: bigint;
  mall_points: bigint;
  minimum_points: bigint;
  daily_cap_points: bigint | null;
  valid_from: Instant;
  created_at: Instant;
};

const COLUMNS = `shop_id, version, shop_points, mall_points, minimum_points, daily_cap_points,
  valid_from, created_at`;

/** The next version number of the shop; nobody else gets one until this transaction ends. */
export async function nextRatioVersion(sql: Transaction, shopId: string): Promise<number> {
  await sql.execute("select pg_advisory_xact_lock(hashtextextended('exchange_ratio ' || $1, 0))", [
    shopId,
  ]);
  const [row] = await sql.query<{ next: number }>(
    "select coalesce(max(version), 0) + 1 as next from exchange_ratio where shop_id = $1",
    [shopId],
  );
  return row?.next ?? 1;
}

export async function insertRatio(
  sql: Transaction,
  { shopId, createdBy }: { shopId: string; createdBy: string },
  added: RatioVersion,
): Promise<void> {
  await sql.execute(
    `insert into exchange_ratio (${COLUMNS}, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      shopId,
      added.version,
      added.by.shopPoints,
      added.by.mallPoints,
      added.minimumPoints,
      added.dailyCapPoints,
      toRfc3339(added.validFrom),
      toRfc3339(added.createdAt),
      createdBy,
    ],
  );
}

/** Every version of these shops in the order of their start, by shop; of one start, the higher last. */
export async function readRatiosOf(
  sql: Sql,
  shopIds: readonly string[],
): Promise<Map<string, RatioVersion[]>> {
  const rows = await sql.query<Row>(
    `select ${COLUMNS} from exchange_ratio where shop_id = any($1)
     order by shop_id, valid_from, version`,
    [shopIds],
  );
  const ratios = new Map<string, RatioVersion[]>(shopIds.map((id) => [id, []]));
  for (const row of rows) ratios.get(row.shop_id)?.push(toVersion(row));
  return ratios;
}

/** Newest first, below the version `before` when one is given. */
export async function listRatios(
  sql: Sql,
  { shopId, before, limit }: { shopId: string; before: number | null; limit: number },
): Promise<RatioVersion[]> {
  const rows = await sql.query<Row>(
    `select ${COLUMNS} from exchange_ratio
     where shop_id = $1 and ($2::integer is null or version < $2)
     order by version desc limit $3`,
    [shopId, before, limit],
  );
  return rows.map(toVersion);
}

function toVersion(row: Row): RatioVersion {
  return {
    version: row.version,
    by: ratio(row.shop_points, row.mall_points),
    minimumPoints: points(row.minimum_points),
    dailyCapPoints: row.daily_cap_points === null ? null : points(row.daily_cap_points),
    validFrom: row.valid_from,
    createdAt: row.created_at,
  };
}
