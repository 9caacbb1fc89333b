import type { Instant } from "../kernel/clock.ts";
import type { OperatorRole, SellerRole, ShopRole } from "../platform/http/caller.ts";
import type { ShopZone } from "./decide-time-zone.ts";

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
export type ShopFacts = MerchantFacts & ShopRules;

/** What a shop sets for itself; null for what the policies say. */
export type ShopRules = ShopZone & {
  /** How long the points of a sale wait. */
  readonly returnDays: number | null;
  /** For how many days after the award its points are good. */
  readonly pointsExpireDays: number | null;
  /** Whether its tills have each receipt number once for good, or once a local day. */
  readonly receiptNumbers: ReceiptNumbers;
  /** Whether they ever had it once a day. */
  readonly receiptNumbersWereDaily: boolean;
};
export type ReceiptNumbers = "once" | "daily";

/** A new shop sets nothing, so the policies hold. */
export const NO_SHOP_RULES: ShopRules = {
  returnDays: null,
  pointsExpireDays: null,
  timeZone: null,
  timeZoneChange: null,
  receiptNumbers: "once",
  receiptNumbersWereDaily: false,
};

/** A seller has the rules of a shop that sets nothing. */
export type Merchant = ShopFacts & {
  readonly kind: MerchantKind;
  readonly createdAt: Instant;
  /** Kept through suspensions: what newcomers get is given once. */
  readonly firstApprovedAt: Instant | null;
};

export type MerchantName = { readonly kind: MerchantKind; readonly id: string };

export type Operator = { readonly accountId: string; readonly role: OperatorRole };
