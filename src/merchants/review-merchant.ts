import { err, ok, type Result } from "../kernel/result.ts";
import type { Context } from "./context.ts";
import type { OperatorAction } from "./contract.ts";
import { type DecisionKind, decideApproval } from "./decide-approval.ts";
import { lockMerchant, updateMerchant } from "./merchant.store.ts";
import type { Merchant, MerchantKind, MerchantName } from "./merchant.ts";
import { textOrNull } from "./text.ts";
import { writeLog } from "./write-log.ts";

type Review = {
  of: MerchantName;
  decision: DecisionKind;
  reason: string | undefined;
  by: string;
};

/**
 * The operator approves or suspends. Doing it twice changes nothing the second time: two operators
 * at once wait for each other, and one event and one log entry come of it. Refused: `not_found`.
 */
export function reviewMerchant(
  { deps }: Context,
  { of, decision, reason, by }: Review,
): Promise<Result<Merchant, "not_found">> {
  return deps.database.transaction(async (sql) => {
    const before = await lockMerchant(sql, of);
    if (!before) return err("not_found");
    // From here it succeeds.
    const at = deps.clock.now();
    const { event, ...changed } = decideApproval(before, { decision, at });
    const after: Merchant = { ...before, ...changed };
    if (event === null) return ok(after);
    await updateMerchant(sql, after);
    await writeLog(deps, sql, {
      at,
      by,
      action: ACTIONS[of.kind][decision],
      about: of.id,
      reason: textOrNull(reason),
      changes: [{ name: "status", before: before.status, after: after.status }],
    });
    if (of.kind === "seller") {
      await deps.events.publish(sql, { kind: `seller_${event}`, sellerId: of.id, at });
    }
    return ok(after);
  });
}

const ACTIONS: Readonly<Record<MerchantKind, Readonly<Record<DecisionKind, OperatorAction>>>> = {
  shop: { approve: "shop_approved", suspend: "shop_suspended" },
  seller: { approve: "seller_approved", suspend: "seller_suspended" },
};
