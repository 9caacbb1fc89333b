import { ApiProblem, earning, type Member, type ShopProduct } from "../../api/index.ts";
import { findProducts } from "./basket.ts";

/** What a scanned or typed text turned out to be. */
export type Found =
  | { kind: "product"; product: ShopProduct }
  | { kind: "several"; products: ShopProduct[] }
  | { kind: "member"; member: Member }
  | { kind: "memberCodeExpired" }
  | { kind: "nothing" };

/** Shorter texts of digits are somebody typing a price or a name, not a code. */
const memberCodeDigitsMinimum = 6;

function looksLikeMemberCode(text: string): boolean {
  return !/\s/.test(text) && text.length >= memberCodeDigitsMinimum && /\d{4}/.test(text);
}

/**
 * Finds a text among the products at hand, then in the shop's whole list, then among the member
 * codes. The till's own list comes first because a scanner does not wait for the network.
 */
export async function find(of: {
  shopId: string;
  atHand: readonly ShopProduct[];
  text: string;
}): Promise<Found> {
  const { shopId, atHand, text } = of;
  const near = findProducts(atHand, text);
  const exact = near.find((product) => product.barcode === text || product.name === text);
  if (exact !== undefined) return { kind: "product", product: exact };
  if (near.length === 1 && near[0] !== undefined) return { kind: "product", product: near[0] };
  if (near.length > 1) return { kind: "several", products: near };

  const far = await findInShop(shopId, text);
  if (far.length === 1 && far[0] !== undefined) return { kind: "product", product: far[0] };
  if (far.length > 1) return { kind: "several", products: far };
  return looksLikeMemberCode(text) ? findMember(shopId, text) : { kind: "nothing" };
}

async function findInShop(shopId: string, text: string): Promise<ShopProduct[]> {
  const byBarcode = /^[\w-]+$/.test(text) ? { barcode: text } : null;
  const exact = byBarcode === null ? [] : await active(shopId, byBarcode);
  return exact.length > 0 ? exact : active(shopId, { q: text });
}

async function active(
  shopId: string,
  filter: { q?: string; barcode?: string },
): Promise<ShopProduct[]> {
  const page = await earning.products(shopId, filter);
  return page.items.filter((product) => product.status === "active");
}

async function findMember(shopId: string, memberCode: string): Promise<Found> {
  try {
    return { kind: "member", member: await earning.lookupMember(shopId, memberCode) };
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem)) throw thrown;
    if (thrown.code === "member_code_invalid") return { kind: "memberCodeExpired" };
    if (thrown.code === "not_found" || thrown.code === "invalid_request") {
      return { kind: "nothing" };
    }
    throw thrown;
  }
}
