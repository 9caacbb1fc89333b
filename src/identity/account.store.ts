import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Login } from "../kernel/text/login.ts";
import type { Sql } from "../platform/db/database.ts";

export type AccountKind = "customer" | "staff";

export type Account = {
  readonly id: string;
  readonly kind: AccountKind;
  readonly displayName: string;
  readonly phone: string | null;
  readonly email: string | null;
};

const COLUMNS = `id, kind, display_name as "displayName", phone, email`;

/** Answers false when another account has the phone number or the e-mail address. */
export async function insertAccount(
  sql: Sql,
  account: Account & { readonly passwordHash: string | null; readonly createdAt: Instant },
): Promise<boolean> {
  const rows = await sql.execute(
    `insert into account (id, kind, display_name, phone, email, password_hash, created_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [
      account.id,
      account.kind,
      account.displayName,
      account.phone,
      account.email,
      account.passwordHash,
      toRfc3339(account.createdAt),
    ],
  );
  return rows === 1;
}

export async function readAccount(sql: Sql, id: string): Promise<Account | null> {
  const [row] = await sql.query<Account>(`select ${COLUMNS} from account where id = $1`, [id]);
  return row ?? null;
}

export async function readAccountByLogin(
  sql: Sql,
  { kind, value }: Login,
): Promise<(Account & { readonly passwordHash: string }) | null> {
  const [row] = await sql.query<Account & { passwordHash: string }>(
    `select ${COLUMNS}, password_hash as "passwordHash" from account
     where ${kind === "phone" ? "phone" : "email"} = $1`,
    [value],
  );
  return row ?? null;
}

/** What the account signs in with. */
export async function readLogins(sql: Sql, id: string): Promise<Login[]> {
  const account = await readAccount(sql, id);
  const logins: Login[] = [];
  if (account?.phone) logins.push({ kind: "phone", value: account.phone });
  if (account?.email) logins.push({ kind: "email", value: account.email });
  return logins;
}

export async function readDisplayNames(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await sql.query<{ id: string; displayName: string }>(
    `select id, display_name as "displayName" from account where id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.displayName]));
}

/** For other modules' statements: the display name of the account whose id the expression is, or null. */
export function displayNameSql(id: string): string {
  return `(select named.display_name from account named where named.id = ${id})`;
}

export async function countAccounts(sql: Sql, kind: AccountKind): Promise<number> {
  const [row] = await sql.query<{ count: bigint }>(
    "select count(*) as count from account where kind = $1",
    [kind],
  );
  return Number(row?.count ?? 0);
}
