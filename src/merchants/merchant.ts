import type { Instant } from "../kernel/clock.ts";
import type { OperatorRole, SellerRole, ShopRole } from "../platform/http/caller.ts";

export type MerchantKind = "shop" | "seller";
export type MerchantStatus = "pending" | "approved" | "suspended";
export type MerchantRole = ShopRole | SellerRole;
/** Roles that an owner can give: to people, and to programs by an API key. */
export type GivenRole = Exclude<MerchantRole, "owner">;

/** What other modules may know of a shop or seller. */
export type MerchantFacts = {
  readonly id: string;
  readonly name: string;
  readonly status: MerchantStatus;
  /** `#rrggbb`, readable under white text unless its owner chose otherwise. */
  readonly colour: string;
  readonly description: string | null;
};

/** What other modules may know of a shop. */
export type ShopFacts = MerchantFacts & {
  /** How long the points of a sale wait; null for as long as the policies say. */
  readonly returnDays: number | null;
};

export type Merchant = MerchantFacts & {
  /** Null for a seller, too. */
  readonly returnDays: number | null;
  readonly kind: MerchantKind;
  readonly createdAt: Instant;
  /** Kept through suspensions: what newcomers get is given once. */
  readonly firstApprovedAt: Instant | null;
};

export type MerchantName = { readonly kind: MerchantKind; readonly id: string };

export type Operator = { readonly accountId: string; readonly role: OperatorRole };
