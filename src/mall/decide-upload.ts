import { err, ok, type Result } from "../kernel/result.ts";
import {
  PICTURE_BYTES_PER_SELLER_MAXIMUM,
  PICTURES_PER_SELLER_MAXIMUM,
  PICTURES_WHILE_PENDING_MAXIMUM,
  PRODUCTS_PER_SELLER_MAXIMUM,
  PRODUCTS_WHILE_PENDING_MAXIMUM,
} from "./limits.ts";

type SellerFacts = { readonly name: string; readonly status: "pending" | "approved" | "suspended" };
export type KeptPictures = { readonly count: number; readonly bytes: number };

/**
 * Whether a seller may keep one more picture. Refusals in order: `seller_suspended`, `limit_reached`
 * (fewer while the seller waits for approval).
 */
export function decideUpload(
  seller: SellerFacts,
  kept: KeptPictures,
): Result<undefined, "seller_suspended" | "limit_reached"> {
  const { name, status } = seller;
  if (status === "suspended") return err("seller_suspended", { values: { name } });
  const limit = status === "pending" ? PICTURES_WHILE_PENDING_MAXIMUM : PICTURES_PER_SELLER_MAXIMUM;
  if (kept.count >= limit) return refuse(limit);
  if (kept.bytes >= PICTURE_BYTES_PER_SELLER_MAXIMUM) {
    return refuse(PICTURE_BYTES_PER_SELLER_MAXIMUM);
  }
  return ok();
}

/** Whether a seller that has so many products may add one more. */
export function decideOneMoreProduct(
  { status }: SellerFacts,
  count: number,
): Result<undefined, "limit_reached"> {
  const limit = status === "pending" ? PRODUCTS_WHILE_PENDING_MAXIMUM : PRODUCTS_PER_SELLER_MAXIMUM;
  return count >= limit ? refuse(limit) : ok();
}

function refuse(limit: number) {
  return err("limit_reached", { values: { maximum: limit } });
}
