import { addDays } from "../kernel/clock.ts";
import type { Language } from "../kernel/refusals.ts";
import { err, invalid, ok, type Result } from "../kernel/result.ts";
import { readLogin } from "../kernel/text/login.ts";
import type { Context } from "./context.ts";
import { decideInviting, type Invitation } from "./decide-invitation.ts";
import { countInvitations, saveInvitation } from "./invitation.store.ts";
import { INVITATION_DAYS } from "./limits.ts";
import { lockMerchant } from "./merchant.store.ts";
import type { GivenRole, MerchantName } from "./merchant.ts";

type Inviting = {
  of: MerchantName;
  login: string;
  role: GivenRole;
  by: string;
  language: Language;
};

const NO_LOGIN: Readonly<Record<Language, string>> = {
  en: "This is neither a phone number nor an e-mail address.",
  "zh-CN": "这不是手机号，也不是邮箱地址。",
};

/**
 * The owner invites whoever has this login, now or later. No account is looked up, so the answer and
 * its time are the same whether or not there is one. An invitation that is open is renewed. Refusals
 * in order: `invalid_request` for a text that can be no login, `not_found`, `too_many_invitations`.
 */
export async function inviteStaff(
  { deps }: Context,
  { of, login: typedLogin, role, by, language }: Inviting,
): Promise<Result<Invitation, "invalid_request" | "not_found" | "too_many_invitations">> {
  const login = readLogin(typedLogin);
  if (login === null) return invalid("/login", "wrong_format", NO_LOGIN[language]);
  return deps.database.transaction(async (sql) => {
    const merchant = await lockMerchant(sql, of);
    if (merchant === null) return err("not_found");
    const now = deps.clock.now();
    const since = addDays(now, -1);
    const sent = await countInvitations(sql, { merchantId: of.id, since });
    const may = decideInviting({
      merchantStatus: merchant.status,
      invitedLastDay: sent.count,
      oldestInvitedAt: sent.oldest,
      now,
    });
    if (!may.ok) return may;
    // From here it succeeds.
    const invitation = await saveInvitation(sql, {
      id: deps.ids.next("invitation"),
      merchantId: of.id,
      kind: of.kind,
      role,
      status: "pending",
      login,
      typedLogin,
      invitedBy: by,
      invitedAt: now,
      expiresAt: addDays(now, INVITATION_DAYS),
      answeredBy: null,
    });
    return ok(invitation);
  });
}
