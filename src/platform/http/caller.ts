import type { Instant } from "../../kernel/clock.ts";

export type OrganisationKind = "shop" | "seller" | "operator";
export type ShopRole = "owner" | "manager" | "cashier";
export type SellerRole = "owner" | "staff";
export type OperatorRole = "admin" | "finance" | "support";
export type Role = ShopRole | SellerRole | OperatorRole;

export type Membership = {
  readonly organisationId: string;
  readonly organisationName: string;
  readonly kind: OrganisationKind;
  readonly role: Role;
  readonly status: "pending" | "approved" | "suspended";
};

/** A person with a session. `verifiedUntil` is the end of the verified window, if one was opened. */
export type Person = {
  readonly kind: "person";
  readonly accountId: string;
  readonly accountKind: "customer" | "staff";
  readonly sessionId: string;
  readonly memberships: readonly Membership[];
  readonly verifiedUntil: Instant | null;
  readonly verifiedBy: "passkey" | "face" | null;
};

/** A program with an API key: one role in one organisation. */
export type Machine = {
  readonly kind: "machine";
  readonly keyId: string;
  readonly organisationId: string;
  readonly organisationKind: "shop" | "seller";
  readonly role: Role;
};

export type Caller = { readonly kind: "anonymous" } | Person | Machine;

/** Who did it, as postings and logs keep it, and the scope of idempotency keys. */
export function callerId(caller: Caller): string {
  if (caller.kind === "person") return caller.accountId;
  return caller.kind === "machine" ? caller.keyId : "anonymous";
}
