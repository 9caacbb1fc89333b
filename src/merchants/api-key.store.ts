import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Sql } from "../platform/db/database.ts";
import type { GivenRole, MerchantKind } from "./merchant.ts";

export type ApiKey = {
  readonly id: string;
  readonly merchantId: string;
  readonly kind: MerchantKind;
  readonly role: GivenRole;
  readonly name: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
};

const COLUMNS = `id, merchant_id as "merchantId", kind, role, name, created_at as "createdAt",
  last_used_at as "lastUsedAt"`;

export async function insertApiKey(
  sql: Sql,
  key: ApiKey,
  { hash, by }: { hash: Buffer; by: string },
): Promise<void> {
  await sql.execute(
    `insert into api_key (id, merchant_id, kind, role, name, key_hash, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [key.id, key.merchantId, key.kind, key.role, key.name, hash, toRfc3339(key.createdAt), by],
  );
}

/** The keys with these hashes, by hash in hexadecimal, unless they were revoked. */
export async function findApiKeys(
  sql: Sql,
  hashes: readonly string[],
): Promise<Map<string, ApiKey>> {
  const rows = await sql.query<ApiKey & { keyHash: Buffer }>(
    `select ${COLUMNS}, key_hash as "keyHash" from api_key
     where key_hash = any($1) and revoked_at is null`,
    [hashes.map((hash) => Buffer.from(hash, "hex"))],
  );
  return new Map(rows.map(({ keyHash, ...key }) => [keyHash.toString("hex"), key]));
}

export async function saveLastUse(
  sql: Sql,
  { id, at }: { id: string; at: Instant },
): Promise<void> {
  await sql.execute("update api_key set last_used_at = $2 where id = $1", [id, toRfc3339(at)]);
}

/** Keys in use, newest first; `before` is the last id of the page before. */
export async function listApiKeys(
  sql: Sql,
  { merchantId, before, limit }: { merchantId: string; before: string | null; limit: number },
): Promise<ApiKey[]> {
  return sql.query<ApiKey>(
    `select ${COLUMNS} from api_key
     where merchant_id = $1 and revoked_at is null and ($2::text is null or id < $2)
     order by id desc limit $3`,
    [merchantId, before, limit],
  );
}

/** Answers false when this merchant has no such key in use. */
export async function markRevoked(
  sql: Sql,
  { id, merchantId, at }: { id: string; merchantId: string; at: Instant },
): Promise<boolean> {
  const rows = await sql.execute(
    `update api_key set revoked_at = $3
     where id = $1 and merchant_id = $2 and revoked_at is null`,
    [id, merchantId, toRfc3339(at)],
  );
  return rows === 1;
}

/** How many keys of this shop or seller are in use. */
export async function countApiKeys(sql: Sql, merchantId: string): Promise<number> {
  const [row] = await sql.query<{ count: bigint }>(
    "select count(*) as count from api_key where merchant_id = $1 and revoked_at is null",
    [merchantId],
  );
  return Number(row?.count ?? 0n);
}
