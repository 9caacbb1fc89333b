import { err, ok, type Result } from "../kernel/result.ts";
import type { Context } from "./context.ts";
import type { ShopChanges } from "./contract.ts";
import { storedColour } from "./decide-colour.ts";
import { lockMerchant, updateMerchant } from "./merchant.store.ts";
import type { Merchant, MerchantName } from "./merchant.ts";
import { textOrNull } from "./text.ts";

/**
 * Changes how the shop or seller presents itself, and the return period of a shop. Publishes `seller_renamed`, for whoever
 * keeps the name. Refused: `not_found`.
 */
export function changeMerchant(
  { deps }: Context,
  { of, changes }: { of: MerchantName; changes: ShopChanges },
): Promise<Result<Merchant, "not_found">> {
  return deps.database.transaction(async (sql) => {
    const before = await lockMerchant(sql, of);
    if (!before) return err("not_found");
    // From here it succeeds.
    const after: Merchant = {
      ...before,
      name: changes.name ?? before.name,
      description:
        changes.description === undefined ? before.description : textOrNull(changes.description),
      colour: changes.colour === undefined ? before.colour : storedColour(changes.colour),
      returnDays: changes.returnDays === undefined ? before.returnDays : changes.returnDays,
    };
    await updateMerchant(sql, after);
    if (of.kind === "seller" && after.name !== before.name) {
      const { name } = after;
      const at = deps.clock.now();
      await deps.events.publish(sql, { kind: "seller_renamed", sellerId: of.id, name, at });
    }
    return ok(after);
  });
}
