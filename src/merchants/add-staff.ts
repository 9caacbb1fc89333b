import { err, ok, type Result } from "../kernel/result.ts";
import type { Context } from "./context.ts";
import type { StaffAnswer } from "./contract.ts";
import { insertMember } from "./member.store.ts";
import type { GivenRole, MerchantName } from "./merchant.ts";

/** The owner gives a registered person a role. Refusals in order: `account_not_found`, `already_member`. */
export function addStaff(
  { deps, identity }: Context,
  { of, login, role }: { of: MerchantName; login: string; role: GivenRole },
): Promise<Result<StaffAnswer, "account_not_found" | "already_member">> {
  return deps.database.transaction(async (sql) => {
    const account = await identity.findAccountByLogin(sql, login);
    if (!account) return err("account_not_found");
    const isNew = await insertMember(sql, {
      merchantId: of.id,
      kind: of.kind,
      accountId: account.id,
      role,
      addedAt: deps.clock.now(),
    });
    if (!isNew) return err("already_member");
    return ok({ accountId: account.id, displayName: account.displayName, role });
  });
}
