import { ApiProblem, earning, type Member, type ShopProduct } from "../../../api/index.ts";
import { findProducts, productOfBarcode } from "../basket/basket.ts";
import type { Wanted } from "./entry.ts";

/** What a scanned or typed text turned out to be. */
export type Found =
  | { kind: "product"; product: ShopProduct }
  | { kind: "several"; products: ShopProduct[] }
  | { kind: "member"; member: Member }
  | { kind: "unknownBarcode"; barcode: string }
  | { kind: "memberCodeExpired" }
  | { kind: "noCode"; count: number }
  | { kind: "nothing" };

/**
 * Finds what was asked for: among the products at hand, because a scanner does not wait for the
 * network, then in the shop's whole list. A member code is looked up by the server alone.
 */
export async function find(of: {
  shopId: string;
  atHand: readonly ShopProduct[];
  wanted: Wanted;
}): Promise<Found> {
  const { shopId, atHand, wanted } = of;
  if (wanted.as === "digits") return { kind: "noCode", count: wanted.count };
  if (wanted.as === "memberCode") return findMember(shopId, wanted.text);
  if (wanted.as === "barcode") return findBarcode(of, wanted.text);
  const near = findProducts(atHand, wanted.text);
  const exact = near.find(({ name }) => name === wanted.text);
  if (exact !== undefined) return { kind: "product", product: exact };
  if (near.length > 0) return oneOf(near);
  const coded = await active(shopId, { barcode: wanted.text });
  return oneOf(coded.length > 0 ? coded : await active(shopId, { q: wanted.text }));
}

async function findBarcode(
  of: { shopId: string; atHand: readonly ShopProduct[] },
  barcode: string,
): Promise<Found> {
  const near = productOfBarcode(of.atHand, barcode);
  if (near !== undefined) return { kind: "product", product: near };
  const far = oneOf(await active(of.shopId, { barcode }));
  return far.kind === "nothing" ? { kind: "unknownBarcode", barcode } : far;
}

function oneOf(products: ShopProduct[]): Found {
  const [first, second] = products;
  if (first === undefined) return { kind: "nothing" };
  return second === undefined ? { kind: "product", product: first } : { kind: "several", products };
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
    const isUnknown = thrown instanceof ApiProblem && thrown.code === "member_code_invalid";
    if (isUnknown) return { kind: "memberCodeExpired" };
    throw thrown;
  }
}
