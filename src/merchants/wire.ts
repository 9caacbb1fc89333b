import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { pointsToJson } from "../kernel/points.ts";
import type { Ratio } from "../kernel/ratio.ts";
import { timeOrNull } from "../platform/http/schema.ts";
import type { ApiKey } from "./api-key.store.ts";
import type { ApiKeyAnswer, InvitationAnswer, MerchantAnswer, ShopAnswer } from "./contract.ts";
import type { Invitation } from "./decide-invitation.ts";
import type { Deposit } from "./deposit.store.ts";
import type { Merchant } from "./merchant.ts";
import type { Policies } from "./policies.ts";

// Values of this module as the contract writes them.

export function merchantToJson(merchant: Merchant): MerchantAnswer {
  const { id, name, status, colour, description } = merchant;
  return { id, name, status, colour, description, createdAt: toRfc3339(merchant.createdAt) };
}

/** A shop, with what holds where it sets nothing; a seller as it is. */
export function sideToJson(
  merchant: Merchant,
  policies: Pick<Policies, "saleReturnDays" | "shopPointsExpireDays" | "timeZone">,
): ShopAnswer | MerchantAnswer {
  const common = merchantToJson(merchant);
  if (merchant.kind === "seller") return common;
  return {
    ...common,
    returnDays: merchant.returnDays,
    mallReturnDays: policies.saleReturnDays,
    timeZone: merchant.timeZone,
    mallTimeZone: policies.timeZone,
    expiry: merchant.pointsExpireDays === null ? null : inDays(merchant.pointsExpireDays),
    mallExpiry: inDays(policies.shopPointsExpireDays),
    receiptNumbers: merchant.receiptNumbers,
  };
}

const inDays = (days: number) => ({ kind: "days" as const, days });

export function apiKeyToJson({ id, name, role, createdAt, lastUsedAt }: ApiKey): ApiKeyAnswer {
  return {
    id,
    name,
    role,
    createdAt: toRfc3339(createdAt),
    lastUsedAt: timeOrNull(lastUsedAt),
  };
}

export function invitationToJson(invitation: Invitation, now: Instant): InvitationAnswer {
  const { id, typedLogin, role, invitedAt, expiresAt } = invitation;
  const isDeclined = invitation.status === "declined";
  const status = isDeclined ? "declined" : expiresAt > now ? "pending" : "expired";
  const times = { invitedAt: toRfc3339(invitedAt), expiresAt: toRfc3339(expiresAt) };
  return { id, login: typedLogin, role, status, ...times };
}

export function depositToJson({ id, amount, reference, at }: Deposit) {
  return { id, amount: pointsToJson(amount), reference, at: toRfc3339(at) };
}

export function policiesToJson(inForce: Policies) {
  // What a change of zone leaves open is for the counting of caps alone.
  const { timeZoneChange: _, ...policies } = inForce;
  return {
    ...policies,
    ratioMinimum: ratioToJson(policies.ratioMinimum),
    ratioMaximum: ratioToJson(policies.ratioMaximum),
    validFrom: toRfc3339(policies.validFrom),
  };
}

/** The contract bounds both sides to what JSON carries exactly. */
function ratioToJson({ shopPoints, mallPoints }: Ratio) {
  return { shopPoints: Number(shopPoints), mallPoints: Number(mallPoints) };
}
