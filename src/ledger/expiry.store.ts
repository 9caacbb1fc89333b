import type { Bucket } from "../kernel/bucket.ts";
import type { Day } from "../kernel/clock.ts";
import type { Sql } from "../platform/db/database.ts";
import type { AccountRef, Role } from "./account.ts";

/** Accounts that have a lot whose day has come. */
export async function readDueAccounts(
  sql: Sql,
  { today, limit }: { today: Day; limit: number },
): Promise<{ bucket: Bucket; account: AccountRef }[]> {
  const rows = await sql.query<{ bucket: number; unit: string; owner: string; role: Role }>(
    `select distinct a.bucket, a.unit, a.owner, a.role
     from ledger_lot l join ledger_account a on a.bucket = l.bucket and a.id = l.account_id
     where l.expires_on <= $1 limit $2`,
    [today, limit],
  );
  return rows.map(({ bucket, unit, owner, role }) => ({ bucket, account: { unit, owner, role } }));
}
