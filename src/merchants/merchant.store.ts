import { toRfc3339 } from "../kernel/clock.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Merchant, MerchantKind, MerchantName, MerchantStatus } from "./merchant.ts";
import { type ZoneColumns, zoneChangeOf } from "./zone-columns.ts";

const COLUMNS = `id, kind, name, description, colour, status, created_at as "createdAt",
  first_approved_at as "firstApprovedAt", return_days as "returnDays", time_zone as "timeZone",
  time_zone_since as "timeZoneSince", time_zone_until as "timeZoneUntil",
  points_expire_days as "pointsExpireDays", receipt_numbers as "receiptNumbers",
  receipt_numbers_were_daily as "receiptNumbersWereDaily"`;

type Row = Omit<Merchant, "timeZoneChange"> & ZoneColumns;

function toMerchant({ timeZoneSince, timeZoneUntil, ...same }: Row): Merchant {
  return { ...same, timeZoneChange: zoneChangeOf({ timeZoneSince, timeZoneUntil }) };
}

export async function insertMerchant(sql: Transaction, merchant: Merchant): Promise<void> {
  await sql.execute(
    `insert into merchant
       (id, kind, name, description, colour, status, created_at, first_approved_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      merchant.id,
      merchant.kind,
      merchant.name,
      merchant.description,
      merchant.colour,
      merchant.status,
      toRfc3339(merchant.createdAt),
      merchant.firstApprovedAt && toRfc3339(merchant.firstApprovedAt),
    ],
  );
}

export async function readMerchant(sql: Sql, { kind, id }: MerchantName): Promise<Merchant | null> {
  const [row] = await sql.query<Row>(
    `select ${COLUMNS} from merchant where id = $1 and kind = $2`,
    [id, kind],
  );
  return row ? toMerchant(row) : null;
}

/** Reads it and keeps it as it is until the transaction ends: whoever else wants to change it waits. */
export async function lockMerchant(
  sql: Transaction,
  { kind, id }: MerchantName,
): Promise<Merchant | null> {
  const [row] = await sql.query<Row>(
    `select ${COLUMNS} from merchant where id = $1 and kind = $2 for no key update`,
    [id, kind],
  );
  return row ? toMerchant(row) : null;
}

export async function readMerchants(
  sql: Sql,
  { kind, ids }: { kind: MerchantKind; ids: readonly string[] },
): Promise<Merchant[]> {
  const rows = await sql.query<Row>(
    `select ${COLUMNS} from merchant where id = any($1) and kind = $2`,
    [ids, kind],
  );
  return rows.map(toMerchant);
}

export type ListedMerchant = Merchant & { readonly ownerId: string };

/** Newest first; `before` is the last id of the page before. */
export async function listMerchants(
  sql: Sql,
  list: {
    kind: MerchantKind;
    status: MerchantStatus | null;
    before: string | null;
    limit: number;
  },
): Promise<ListedMerchant[]> {
  const rows = await sql.query<Row & Pick<ListedMerchant, "ownerId">>(
    `select ${COLUMNS}, (
       select account_id from merchant_member
       where merchant_id = merchant.id and role = 'owner') as "ownerId"
     from merchant
     where kind = $1 and ($2::text is null or status = $2) and ($3::text is null or id < $3)
     order by id desc limit $4`,
    [list.kind, list.status, list.before, list.limit],
  );
  return rows.map((row) => ({ ...toMerchant(row), ownerId: row.ownerId }));
}

/** Writes what can change; the id and the kind say which. */
export async function updateMerchant(sql: Transaction, merchant: Merchant): Promise<void> {
  await sql.execute(
    `update merchant set name = $3, description = $4, colour = $5, status = $6,
       first_approved_at = $7, return_days = $8, time_zone = $9, time_zone_since = $10,
       time_zone_until = $11, points_expire_days = $12, receipt_numbers = $13,
       receipt_numbers_were_daily = $14
     where id = $1 and kind = $2`,
    [
      merchant.id,
      merchant.kind,
      merchant.name,
      merchant.description,
      merchant.colour,
      merchant.status,
      merchant.firstApprovedAt && toRfc3339(merchant.firstApprovedAt),
      merchant.returnDays,
      merchant.timeZone,
      merchant.timeZoneChange && toRfc3339(merchant.timeZoneChange.since),
      merchant.timeZoneChange && toRfc3339(merchant.timeZoneChange.until),
      merchant.pointsExpireDays,
      merchant.receiptNumbers,
      merchant.receiptNumbersWereDaily,
    ],
  );
}

/** Of two applications of one person at once the second waits for the first. */
export async function lockApplicant(sql: Transaction, accountId: string): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtextextended('application of ' || $1, 0))", [
    accountId,
  ]);
}

/** How many shops and sellers of this owner wait for the operator. */
export async function countWaitingOf(sql: Sql, ownerId: string): Promise<number> {
  const [row] = await sql.query<{ count: bigint }>(
    `select count(*) as count from merchant_member join merchant on merchant.id = merchant_id
     where account_id = $1 and role = 'owner' and status = 'pending'`,
    [ownerId],
  );
  return Number(row?.count ?? 0n);
}

export async function countPending(sql: Sql): Promise<{ shops: number; sellers: number }> {
  const [row] = await sql.query<{ shops: bigint; sellers: bigint }>(
    `select count(*) filter (where kind = 'shop') as shops,
       count(*) filter (where kind = 'seller') as sellers
     from merchant where status = 'pending'`,
  );
  return { shops: Number(row?.shops ?? 0n), sellers: Number(row?.sellers ?? 0n) };
}
