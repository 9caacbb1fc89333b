import { createContext, use } from "react";
import type { MerchantStatus, Role } from "../api/index.ts";

/** The seller that is on screen, and what the person may do in it. */
export type SellerContextValue = {
  sellerId: string;
  sellerName: string;
  status: MerchantStatus;
  role: Role;
};

export const SellerContext = createContext<SellerContextValue | null>(null);

export function useSeller(): SellerContextValue {
  const seller = use(SellerContext);
  if (seller === null) throw new Error("useSeller outside of a seller's page");
  return seller;
}
