import { type Instant, toRfc3339 } from "../../kernel/clock.ts";
import type { Sql, Transaction } from "../../platform/db/database.ts";

/** One browser and one account that signed in there; the browser is known by its cookie's hash. */
export type Device = { readonly accountId: string; readonly tokenHash: Buffer };

const IS_DEVICE = "account_id = $1 and (token_hash = $2 or previous_token_hash = $2)";

export async function isKnownDevice(sql: Sql, { accountId, tokenHash }: Device): Promise<boolean> {
  const rows = await sql.query(`select 1 from known_device where ${IS_DEVICE}`, [
    accountId,
    tokenHash,
  ]);
  return rows.length > 0;
}

/** The same, and a failure is counted for it only after this transaction. */
export async function lockKnownDevice(
  sql: Transaction,
  { accountId, tokenHash }: Device,
): Promise<boolean> {
  const rows = await sql.query(`select 1 from known_device where ${IS_DEVICE} for update`, [
    accountId,
    tokenHash,
  ]);
  return rows.length > 0;
}

/**
 * Counts a failure; the device that has as many as `maximum` is known no longer. Answers false when it
 * was not known any more.
 */
export async function countDeviceFailure(
  sql: Transaction,
  { accountId, tokenHash }: Device,
  maximum: number,
): Promise<boolean> {
  const counted = await sql.execute(
    `update known_device set failures = failures + 1 where ${IS_DEVICE}`,
    [accountId, tokenHash],
  );
  await sql.execute("delete from known_device where account_id = $1 and failures >= $2", [
    accountId,
    maximum,
  ]);
  return counted > 0;
}

/**
 * The device under its new token: for every account that signed in there before, and for this one.
 * The token before stays good until the new one was used.
 */
export async function saveDevice(
  sql: Transaction,
  {
    accountId,
    from,
    to,
    now,
  }: { accountId: string; from: Buffer | null; to: Buffer; now: Instant },
): Promise<void> {
  if (from !== null) {
    await sql.execute(
      `update known_device set token_hash = $2, previous_token_hash = $1
       where token_hash = $1 or previous_token_hash = $1`,
      [from, to],
    );
  }
  await sql.execute(
    `insert into known_device (account_id, token_hash, previous_token_hash, signed_in_at)
     values ($1, $2, $3, $4)
     on conflict (account_id, token_hash) do update set failures = 0, signed_in_at = $4`,
    [accountId, to, from, toRfc3339(now)],
  );
}

/** Keeps the devices of an account that it used last. */
export async function deleteDevicesBeyond(
  sql: Transaction,
  { accountId, keep }: { accountId: string; keep: number },
): Promise<void> {
  await sql.execute(
    `delete from known_device where account_id = $1 and token_hash in (
       select token_hash from known_device where account_id = $1
       order by signed_in_at desc, token_hash offset $2)`,
    [accountId, keep],
  );
}

/** Devices whose cookie is gone by now. Answers how many went. */
export function deleteOldDevices(sql: Sql, { before }: { before: Instant }): Promise<number> {
  return sql.execute("delete from known_device where signed_in_at < $1", [toRfc3339(before)]);
}
