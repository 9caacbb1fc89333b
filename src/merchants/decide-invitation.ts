import { addDays, type Instant } from "../kernel/clock.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { INVITATIONS_PER_DAY_MAXIMUM, INVITATIONS_PER_DAY_UNAPPROVED_MAXIMUM } from "./limits.ts";
import type { GivenRole, MerchantKind, MerchantRole, MerchantStatus } from "./merchant.ts";

export type InvitationStatus = "pending" | "accepted" | "declined" | "revoked";

export type Invitation = {
  readonly id: string;
  readonly merchantId: string;
  readonly kind: MerchantKind;
  readonly role: GivenRole;
  readonly status: InvitationStatus;
  /** As the inviter typed it. */
  readonly typedLogin: string;
  readonly invitedAt: Instant;
  readonly expiresAt: Instant;
  /** Who accepted or declined. */
  readonly answeredBy: string | null;
};

/** `invitedLastDay` counts what the same shop or seller sent in the last 24 hours. */
export function decideInviting(facts: {
  merchantStatus: MerchantStatus;
  invitedLastDay: number;
  oldestInvitedAt: Instant | null;
  now: Instant;
}): Result<undefined, "too_many_invitations"> {
  const maximum =
    facts.merchantStatus === "approved"
      ? INVITATIONS_PER_DAY_MAXIMUM
      : INVITATIONS_PER_DAY_UNAPPROVED_MAXIMUM;
  if (facts.invitedLastDay < maximum) return ok();
  const opensAt = addDays(facts.oldestInvitedAt ?? facts.now, 1);
  const retryAfterSeconds = Math.max(1, Math.ceil((opensAt - facts.now) / 1000));
  return err("too_many_invitations", { values: { maximum }, retryAfterSeconds });
}

type Answering = {
  /** Null when there is no such invitation for one of the person's logins. */
  readonly invitation: Invitation | null;
  readonly accountId: string;
  readonly now: Instant;
};

/**
 * What accepting comes to: a new role, or nothing when this person accepted before. The invitation
 * also gives a member another role; an owner stays the owner.
 */
export function decideAccepting({
  invitation,
  accountId,
  now,
  role,
}: Answering & { readonly role: MerchantRole | null }): Result<
  "accept" | "accepted before",
  "not_found" | "invitation_expired" | "already_member"
> {
  if (invitation === null) return err("not_found");
  if (invitation.status === "accepted" && invitation.answeredBy === accountId && role !== null) {
    return ok("accepted before");
  }
  if (invitation.status !== "pending") return err("not_found");
  if (invitation.expiresAt <= now) return err("invitation_expired");
  return role === "owner" ? err("already_member") : ok("accept");
}

export function decideDeclining({
  invitation,
  accountId,
}: Omit<Answering, "now">): Result<"decline" | "declined before", "not_found"> {
  if (invitation === null) return err("not_found");
  if (invitation.status === "pending") return ok("decline");
  const isRepeat = invitation.status === "declined" && invitation.answeredBy === accountId;
  return isRepeat ? ok("declined before") : err("not_found");
}
