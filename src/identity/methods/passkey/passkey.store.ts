import { type Instant, toRfc3339 } from "../../../kernel/clock.ts";
import type { Sql, Transaction } from "../../../platform/db/database.ts";

export type Passkey = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
};

/** What a signature is checked with. `credentialId` is base64url, `publicKey` COSE. */
export type Credential = {
  readonly id: string;
  readonly credentialId: string;
  readonly publicKey: Buffer;
  readonly counter: bigint;
  readonly transports: string[];
};

const CREDENTIAL = `id, credential_id as "credentialId", public_key as "publicKey", counter, transports`;

/** Answers false when the credential is registered already, by whomever. */
export async function insertPasskey(
  sql: Sql,
  passkey: Omit<Credential, "counter"> & {
    readonly accountId: string;
    readonly counter: number;
    readonly name: string;
    readonly createdAt: Instant;
  },
): Promise<boolean> {
  const rows = await sql.execute(
    `insert into passkey (id, account_id, credential_id, public_key, counter, transports, name, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      passkey.id,
      passkey.accountId,
      passkey.credentialId,
      passkey.publicKey,
      passkey.counter,
      passkey.transports,
      passkey.name,
      toRfc3339(passkey.createdAt),
    ],
  );
  return rows === 1;
}

/** In the order of registration, after the passkey `afterId`. */
export function listPasskeys(
  sql: Sql,
  { accountId, afterId, limit }: { accountId: string; afterId: string; limit: number },
): Promise<Passkey[]> {
  return sql.query<Passkey>(
    `select id, name, created_at as "createdAt", last_used_at as "lastUsedAt"
     from passkey where account_id = $1 and id > $2 order by id limit $3`,
    [accountId, afterId, limit],
  );
}

export function readCredentials(sql: Sql, accountId: string): Promise<Credential[]> {
  return sql.query<Credential>(
    `select ${CREDENTIAL} from passkey where account_id = $1 order by id`,
    [accountId],
  );
}

/** The account's own credential only: another account's is as good as none. */
export async function readCredential(
  sql: Sql,
  { accountId, credentialId }: { accountId: string; credentialId: string },
): Promise<Credential | null> {
  const [row] = await sql.query<Credential>(
    `select ${CREDENTIAL} from passkey where account_id = $1 and credential_id = $2`,
    [accountId, credentialId],
  );
  return row ?? null;
}

/**
 * Notes a use. Answers false when the counter has moved on meanwhile, which means a copy of the
 * authenticator, or when the passkey was removed.
 */
export async function notePasskeyUse(
  sql: Sql,
  { id, counter, now }: { id: string; counter: number; now: Instant },
): Promise<boolean> {
  const rows = await sql.execute(
    `update passkey set counter = $2, last_used_at = $3
     where id = $1 and (counter < $2 or (counter = 0 and $2 = 0))`,
    [id, counter, toRfc3339(now)],
  );
  return rows === 1;
}

/** Answers false when the account has no such passkey. */
export async function deletePasskey(
  sql: Sql,
  { accountId, id }: { accountId: string; id: string },
): Promise<boolean> {
  const rows = await sql.execute("delete from passkey where id = $1 and account_id = $2", [
    id,
    accountId,
  ]);
  return rows === 1;
}

/** Of two registrations of one account at once the second waits for the first. */
export async function lockPasskeysOf(sql: Transaction, accountId: string): Promise<void> {
  await sql.query("select 1 from account where id = $1 for no key update", [accountId]);
}

export async function deletePasskeysOf(sql: Transaction, accountId: string): Promise<void> {
  await sql.execute("delete from passkey where account_id = $1", [accountId]);
}
