import { err, ok, type Result } from "../kernel/result.ts";
import type { Context } from "./context.ts";
import type { NewMerchant } from "./contract.ts";
import { decideColour, storedColour } from "./decide-colour.ts";
import { APPLICATIONS_WAITING_MAXIMUM } from "./limits.ts";
import { insertMember } from "./member.store.ts";
import { countWaitingOf, insertMerchant, lockApplicant } from "./merchant.store.ts";
import { type Merchant, type MerchantKind, NO_SHOP_RULES } from "./merchant.ts";
import { textOrNull } from "./text.ts";

/**
 * A person asks to take part: the shop or seller exists from now on, theirs, waiting for the operator.
 * Refused: `too_many_applications`, while as many as the maximum wait already.
 */
export async function apply(
  { deps }: Context,
  application: { kind: MerchantKind; accountId: string; body: NewMerchant },
): Promise<Result<Merchant, "too_many_applications">> {
  const { kind, accountId, body } = application;
  const id = deps.ids.next(kind);
  const now = deps.clock.now();
  const merchant: Merchant = {
    id,
    kind,
    name: body.name,
    description: textOrNull(body.description),
    colour: body.colour === undefined ? decideColour(id) : storedColour(body.colour),
    status: "pending",
    createdAt: now,
    firstApprovedAt: null,
    ...NO_SHOP_RULES,
  };
  return deps.database.transaction(async (sql) => {
    await lockApplicant(sql, accountId);
    if ((await countWaitingOf(sql, accountId)) >= APPLICATIONS_WAITING_MAXIMUM) {
      return err("too_many_applications", { values: { maximum: APPLICATIONS_WAITING_MAXIMUM } });
    }
    // From here it succeeds.
    await insertMerchant(sql, merchant);
    const owner = { merchantId: id, kind, accountId, role: "owner", addedAt: now } as const;
    await insertMember(sql, owner);
    return ok(merchant);
  });
}
