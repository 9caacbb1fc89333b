import { type Access, sellerMember, shopMember } from "../platform/http/access.ts";
import { Body, IdJson } from "../platform/http/schema.ts";
import {
  MerchantAnswer,
  MerchantChanges,
  NewSellerApiKey,
  NewSellerStaff,
  NewShopApiKey,
  NewShopStaff,
  SellerParams,
  ShopAnswer,
  ShopChanges,
  ShopParams,
} from "./contract.ts";
import type { MerchantName } from "./merchant.ts";

/** Shops and sellers are run the same way; this is all that differs on the wire. */
export type Side = {
  readonly kind: "shop" | "seller";
  readonly tag: "Shops" | "Sellers";
  readonly collection: "/shops" | "/sellers";
  /** The path of one of them. */
  readonly one: "/shops/{shopId}" | "/sellers/{sellerId}";
  readonly params: typeof ShopParams | typeof SellerParams;
  readonly staffParams: typeof ShopStaffParams | typeof SellerStaffParams;
  readonly invitationParams: typeof ShopInvitationParams | typeof SellerInvitationParams;
  readonly apiKeyParams: typeof ShopApiKeyParams | typeof SellerApiKeyParams;
  readonly newStaff: typeof NewShopStaff | typeof NewSellerStaff;
  readonly newApiKey: typeof NewShopApiKey | typeof NewSellerApiKey;
  readonly changes: typeof ShopChanges | typeof MerchantChanges;
  readonly answer: typeof ShopAnswer | typeof MerchantAnswer;
  readonly members: Access;
  /** Who may change some of it; how it presents itself is the owner's. */
  readonly desk: Access;
  readonly owner: Access;
};

const ShopStaffParams = Body({ shopId: IdJson, accountId: IdJson });
const SellerStaffParams = Body({ sellerId: IdJson, accountId: IdJson });
const ShopInvitationParams = Body({ shopId: IdJson, invitationId: IdJson });
const SellerInvitationParams = Body({ sellerId: IdJson, invitationId: IdJson });
const ShopApiKeyParams = Body({ shopId: IdJson, keyId: IdJson });
const SellerApiKeyParams = Body({ sellerId: IdJson, keyId: IdJson });

export const SHOPS: Side = {
  kind: "shop",
  tag: "Shops",
  collection: "/shops",
  one: "/shops/{shopId}",
  params: ShopParams,
  staffParams: ShopStaffParams,
  invitationParams: ShopInvitationParams,
  apiKeyParams: ShopApiKeyParams,
  newStaff: NewShopStaff,
  newApiKey: NewShopApiKey,
  changes: ShopChanges,
  answer: ShopAnswer,
  members: shopMember(["owner", "manager", "cashier"], ["admin", "finance", "support"]),
  desk: shopMember(["owner", "manager"]),
  owner: shopMember(["owner"]),
};

export const SELLERS: Side = {
  kind: "seller",
  tag: "Sellers",
  collection: "/sellers",
  one: "/sellers/{sellerId}",
  params: SellerParams,
  staffParams: SellerStaffParams,
  invitationParams: SellerInvitationParams,
  apiKeyParams: SellerApiKeyParams,
  newStaff: NewSellerStaff,
  newApiKey: NewSellerApiKey,
  changes: MerchantChanges,
  answer: MerchantAnswer,
  members: sellerMember(["owner", "staff"], ["admin", "finance", "support"]),
  desk: sellerMember(["owner"]),
  owner: sellerMember(["owner"]),
};

/** Which shop or seller a path names. */
export function merchantNamed(params: { shopId: string } | { sellerId: string }): MerchantName {
  return "shopId" in params
    ? { kind: "shop", id: params.shopId }
    : { kind: "seller", id: params.sellerId };
}
