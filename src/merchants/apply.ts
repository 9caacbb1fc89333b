import type { Context } from "./context.ts";
import type { NewMerchant } from "./contract.ts";
import { decideColour, storedColour } from "./decide-colour.ts";
import { insertMember } from "./member.store.ts";
import { insertMerchant } from "./merchant.store.ts";
import { type Merchant, type MerchantKind, NO_SHOP_RULES } from "./merchant.ts";
import { textOrNull } from "./text.ts";

/** A person asks to take part: the shop or seller exists from now on, theirs, waiting for the operator. */
export async function apply(
  { deps }: Context,
  application: { kind: MerchantKind; accountId: string; body: NewMerchant },
): Promise<Merchant> {
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
  await deps.database.transaction(async (sql) => {
    await insertMerchant(sql, merchant);
    const owner = { merchantId: id, kind, accountId, role: "owner", addedAt: now } as const;
    await insertMember(sql, owner);
  });
  return merchant;
}
