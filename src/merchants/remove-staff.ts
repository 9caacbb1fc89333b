import { err, ok, type Result } from "../kernel/result.ts";
import type { Context } from "./context.ts";
import { deleteMember, readRole } from "./member.store.ts";
import type { MerchantName } from "./merchant.ts";

/** Takes a person's role away from the next request on. Refusals in order: `not_found`, `owner_stays`. */
export function removeStaff(
  { deps }: Context,
  { of, accountId }: { of: MerchantName; accountId: string },
): Promise<Result<undefined, "not_found" | "owner_stays">> {
  return deps.database.transaction(async (sql) => {
    const role = await readRole(sql, { merchantId: of.id, accountId });
    if (role === null) return err("not_found");
    if (role === "owner") return err("owner_stays");
    // From here it succeeds: when another request removed the same person first, it is as asked.
    await deleteMember(sql, { merchantId: of.id, accountId });
    return ok();
  });
}
