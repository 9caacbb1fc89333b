import { bucketOf } from "../kernel/bucket.ts";
import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { NamedRows } from "../ledger/index.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";

export type CodePlace = { readonly bucket: number; readonly hash: Buffer };

/** A page asks again when its code is about to end, and a person may have it open on two devices. */
const CODES_AT_ONCE_MAXIMUM = 10;

/**
 * Keeps a new code, and forgets those of the same customer that have expired, and the oldest beyond
 * what may be good at once. One that a sale is using at this moment stays.
 */
export async function insertCode(
  sql: Transaction,
  { bucket, hash }: CodePlace,
  code: { customerId: string; expiresAt: Instant; now: Instant },
): Promise<void> {
  await sql.execute(
    "delete from member_code where bucket = $1 and customer_id = $2 and expires_at <= $3",
    [bucket, code.customerId, toRfc3339(code.now)],
  );
  await sql.execute(
    `delete from member_code where bucket = $1 and code_hash in (
       select code_hash from member_code
       where bucket = $1 and customer_id = $2 and used_for_sale_id is null
       order by expires_at desc, code_hash offset $3 for update skip locked)`,
    [bucket, code.customerId, CODES_AT_ONCE_MAXIMUM - 1],
  );
  await sql.execute(
    "insert into member_code (bucket, code_hash, customer_id, expires_at) values ($1, $2, $3, $4)",
    [bucket, hash, code.customerId, toRfc3339(code.expiresAt)],
  );
}

/** Whose code it is, while it is good: not expired, not used. */
export async function findCode(
  sql: Sql,
  { bucket, hash }: CodePlace,
  { now }: { now: Instant },
): Promise<string | null> {
  const [row] = await sql.query<{ customerId: string }>(
    `select customer_id as "customerId" from member_code
     where bucket = $1 and code_hash = $2 and expires_at > $3 and used_for_sale_id is null`,
    [bucket, hash, toRfc3339(now)],
  );
  return row?.customerId ?? null;
}

/**
 * Whose codes these are, by `codeName`, while they are good. They are locked until the transaction
 * ends, so that of two sales at once one gets the customer.
 */
export async function lockCodes(
  sql: Transaction,
  codes: readonly CodePlace[],
  { now }: { now: Instant },
): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await sql.query<CodePlace & { customerId: string }>(
    `select c.bucket, c.code_hash as hash, c.customer_id as "customerId"
     from unnest($1::smallint[], $2::bytea[]) as wanted (bucket, code_hash)
     join member_code c on c.bucket = wanted.bucket and c.code_hash = wanted.code_hash
     where c.expires_at > $3 and c.used_for_sale_id is null
     order by c.bucket, c.code_hash for update of c`,
    [codes.map(({ bucket }) => bucket), codes.map(({ hash }) => hash), toRfc3339(now)],
  );
  return new Map(rows.map((row) => [codeName(row), row.customerId]));
}

/** Names what these customers, and those of these codes, have in the shops: rows for the ledger to lock. */
export function holdingsOfCodes(
  named: readonly { readonly customerId: string; readonly unit: string }[],
  codes: readonly (CodePlace & { readonly shopId: string })[],
): NamedRows {
  return {
    rows: `select held.bucket, held.unit, held.owner, named.role
      from (
        select * from unnest($1::smallint[], $2::text[], $3::text[]) as known (bucket, unit, owner)
        union all
        select c.bucket, wanted.unit, c.customer_id
        from unnest($4::smallint[], $5::bytea[], $6::text[]) as wanted (bucket, code_hash, unit)
        join member_code c on c.bucket = wanted.bucket and c.code_hash = wanted.code_hash) held
      cross join (values ('available'), ('pending')) as named (role)`,
    parameters: [
      named.map(({ customerId }) => bucketOf(customerId)),
      named.map(({ unit }) => unit),
      named.map(({ customerId }) => customerId),
      codes.map(({ bucket }) => bucket),
      codes.map(({ hash }) => hash),
      codes.map(({ shopId }) => shopId),
    ],
  };
}

export function codeName({ bucket, hash }: CodePlace): string {
  return `${bucket} ${hash.toString("hex")}`;
}

/** Uses codes up that this transaction has locked, each for its sale. */
export function markCodesUsed(
  sql: Transaction,
  used: readonly (CodePlace & { readonly saleId: string })[],
): void {
  if (used.length === 0) return;
  sql.later(
    `update member_code c set used_for_sale_id = used.sale_id
     from unnest($1::smallint[], $2::bytea[], $3::text[]) as used (bucket, code_hash, sale_id)
     where c.bucket = used.bucket and c.code_hash = used.code_hash`,
    [
      used.map(({ bucket }) => bucket),
      used.map(({ hash }) => hash),
      used.map(({ saleId }) => saleId),
    ],
  );
}
