import { createContext, use } from "react";
import type { Role } from "../api/index.ts";

/** The shop that is on screen, and what the person may do in it. */
export type ShopContextValue = { shopId: string; shopName: string; colour: string; role: Role };

export const ShopContext = createContext<ShopContextValue | null>(null);

export function useShop(): ShopContextValue {
  const shop = use(ShopContext);
  if (shop === null) throw new Error("useShop outside of a shop's page");
  return shop;
}
