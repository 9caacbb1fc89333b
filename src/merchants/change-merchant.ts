import type { Language } from "../kernel/refusals.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { policiesInForce } from "./change-policies.ts";
import type { Context } from "./context.ts";
import type { ShopChanges } from "./contract.ts";
import { storedColour } from "./decide-colour.ts";
import { changeShopRules, differences } from "./decide-shop-rules.ts";
import { lockMerchant, updateMerchant } from "./merchant.store.ts";
import type { Merchant, MerchantName } from "./merchant.ts";
import { readTimeZone } from "./read-time-zone.ts";
import { textOrNull } from "./text.ts";
import { writeLog } from "./write-log.ts";

/**
 * Changes how the shop or seller presents itself, and the rules of a shop, which hold from now on and
 * are said in the log. Publishes `seller_renamed`, for whoever keeps the name. Refused: `not_found`,
 * `invalid_request` when there is no such time zone.
 */
export function changeMerchant(
  { deps }: Context,
  change: { of: MerchantName; changes: ShopChanges; by: string; language: Language },
): Promise<Result<Merchant, "not_found" | "invalid_request">> {
  const { of, changes, by, language } = change;
  return deps.database.transaction(async (sql) => {
    const before = await lockMerchant(sql, of);
    if (!before) return err("not_found");
    const timeZone = readTimeZone(changes.timeZone, language);
    if (!timeZone.ok) return timeZone;
    // From here it succeeds.
    const at = deps.clock.now();
    const asked = { ...changes, timeZone: timeZone.value };
    const rules = changeShopRules(before, asked, { at, mall: await policiesInForce(sql) });
    const after: Merchant = {
      ...before,
      ...rules,
      name: changes.name ?? before.name,
      description:
        changes.description === undefined ? before.description : textOrNull(changes.description),
      colour: changes.colour === undefined ? before.colour : storedColour(changes.colour),
    };
    await updateMerchant(sql, after);
    const changed = differences(before, after);
    if (changed.length > 0) {
      const entry = { action: "shop_rules_changed", about: of.id, reason: null } as const;
      await writeLog(deps, sql, { ...entry, changes: changed, at, by });
    }
    if (of.kind === "seller" && after.name !== before.name) {
      const { name } = after;
      await deps.events.publish(sql, { kind: "seller_renamed", sellerId: of.id, name, at });
    }
    return ok(after);
  });
}
