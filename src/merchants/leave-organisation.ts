import { err, ok, type Result } from "../kernel/result.ts";
import type { Context } from "./context.ts";
import { deleteMember, deleteOperator, lockOperators, readRole } from "./member.store.ts";
import { OPERATOR } from "./operator.ts";

/**
 * A person gives up a role. Refusals in order: `not_found`, `owner_stays`: an owner cannot leave, and
 * neither can the operator's last admin.
 */
export function leaveOrganisation(
  { deps }: Context,
  { organisationId, accountId }: { organisationId: string; accountId: string },
): Promise<Result<undefined, "not_found" | "owner_stays">> {
  return deps.database.transaction(async (sql) => {
    if (organisationId === OPERATOR.id) {
      const operators = await lockOperators(sql);
      const own = operators.find((one) => one.accountId === accountId);
      if (!own) return err("not_found");
      const admins = operators.filter(({ role }) => role === "admin");
      if (own.role === "admin" && admins.length === 1) return err("owner_stays");
      // From here it succeeds.
      await deleteOperator(sql, accountId);
      return ok();
    }
    const role = await readRole(sql, { merchantId: organisationId, accountId });
    if (role === null) return err("not_found");
    if (role === "owner") return err("owner_stays");
    // From here it succeeds.
    await deleteMember(sql, { merchantId: organisationId, accountId });
    return ok();
  });
}
