import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Membership } from "../platform/http/caller.ts";
import type { MerchantKind, MerchantRole, Operator } from "./merchant.ts";

export type Member = {
  readonly accountId: string;
  readonly role: MerchantRole;
  readonly addedAt: Instant;
};

/** Answers false when this account already has a role there. */
export async function insertMember(
  sql: Transaction,
  member: Member & { merchantId: string; kind: MerchantKind },
): Promise<boolean> {
  const rows = await sql.execute(
    `insert into merchant_member (merchant_id, kind, account_id, role, added_at)
     values ($1, $2, $3, $4, $5) on conflict (merchant_id, account_id) do nothing`,
    [member.merchantId, member.kind, member.accountId, member.role, toRfc3339(member.addedAt)],
  );
  return rows === 1;
}

export async function readRole(
  sql: Sql,
  { merchantId, accountId }: { merchantId: string; accountId: string },
): Promise<MerchantRole | null> {
  const [row] = await sql.query<{ role: MerchantRole }>(
    "select role from merchant_member where merchant_id = $1 and account_id = $2",
    [merchantId, accountId],
  );
  return row?.role ?? null;
}

/** Gives an account a role there, or another one; an owner stays the owner. */
export async function saveMember(
  sql: Transaction,
  member: Member & { merchantId: string; kind: MerchantKind },
): Promise<void> {
  await sql.execute(
    `insert into merchant_member as known (merchant_id, kind, account_id, role, added_at)
     values ($1, $2, $3, $4, $5)
     on conflict (merchant_id, account_id) do update set role = excluded.role
     where known.role <> 'owner'`,
    [member.merchantId, member.kind, member.accountId, member.role, toRfc3339(member.addedAt)],
  );
}

/** The owner is never removed. */
export async function deleteMember(
  sql: Transaction,
  { merchantId, accountId }: { merchantId: string; accountId: string },
): Promise<void> {
  await sql.execute(
    `delete from merchant_member
     where merchant_id = $1 and account_id = $2 and role <> 'owner'`,
    [merchantId, accountId],
  );
}

/** In the order in which they joined, so the owner comes first. */
export async function listMembers(
  sql: Sql,
  list: {
    merchantId: string;
    after: { addedAt: string; accountId: string } | null;
    limit: number;
  },
): Promise<Member[]> {
  return sql.query<Member>(
    `select account_id as "accountId", role, added_at as "addedAt" from merchant_member
     where merchant_id = $1
       and ($2::timestamptz is null or (added_at, account_id) > ($2::timestamptz, $3))
     order by added_at, account_id limit $4`,
    [list.merchantId, list.after?.addedAt ?? null, list.after?.accountId ?? null, list.limit],
  );
}

/** Every role of these accounts, in shops, sellers and the operator, in one query. */
export async function readMemberships(
  sql: Sql,
  accountIds: readonly string[],
  operator: { id: string; name: string },
): Promise<Map<string, Membership[]>> {
  const rows = await sql.query<Membership & { accountId: string }>(
    `select account_id as "accountId", merchant.id as "organisationId",
       merchant.name as "organisationName", merchant.kind, merchant_member.role, merchant.status
     from merchant_member join merchant on merchant.id = merchant_member.merchant_id
     where account_id = any($1)
     union all
     select account_id, $2, $3, 'operator', role, 'approved' from operator_member
     where account_id = any($1)
     order by 2`,
    [accountIds, operator.id, operator.name],
  );
  const memberships = new Map<string, Membership[]>(accountIds.map((id) => [id, []]));
  for (const { accountId, ...membership } of rows) memberships.get(accountId)?.push(membership);
  return memberships;
}

/** Makes the account an operator, or gives it another role. */
export async function saveOperator(
  sql: Sql,
  { accountId, role, at }: Operator & { at: Instant },
): Promise<void> {
  await sql.execute(
    `insert into operator_member (account_id, role, added_at) values ($1, $2, $3)
     on conflict (account_id) do update set role = excluded.role`,
    [accountId, role, toRfc3339(at)],
  );
}

/** All operators, and none comes, goes or changes until the transaction ends. */
export function lockOperators(sql: Transaction): Promise<Operator[]> {
  return sql.query<Operator>(
    `select account_id as "accountId", role from operator_member order by account_id for update`,
  );
}

export async function deleteOperator(sql: Transaction, accountId: string): Promise<void> {
  await sql.execute("delete from operator_member where account_id = $1", [accountId]);
}
