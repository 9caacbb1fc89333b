import { invariant } from "../kernel/invariant.ts";
import { pointsToJson } from "../kernel/points.ts";
import type { SellerFacts } from "./context.ts";
import type { ProductCard, ProductDetail, SellerProduct } from "./contract.ts";
import type { Product } from "./product.store.ts";

// How a product looks on the wire.

export function toCard(product: Product, seller: SellerFacts): ProductCard {
  const reason = reasonOf(product, seller);
  return {
    id: product.id,
    name: product.name,
    points: pointsToJson(product.points),
    cash: pointsToJson(product.cash),
    stock: product.stock,
    category: product.category,
    picture: product.pictures[0] ?? null,
    seller: { id: seller.id, name: seller.name },
    kind: product.kind,
    redeemable: reason === null && isOffered(product, seller),
    reason,
  };
}

export function toDetail(product: Product, seller: SellerFacts): ProductDetail {
  return {
    ...toCard(product, seller),
    description: product.description,
    pictures: [...product.pictures],
  };
}

export function toSellerProduct(product: Product, seller: SellerFacts): SellerProduct {
  return { ...toDetail(product, seller), status: product.status };
}

/** The product's seller among those read for a page of products. */
export function sellerOf(sellers: ReadonlyMap<string, SellerFacts>, product: Product): SellerFacts {
  const seller = sellers.get(product.sellerId);
  invariant(seller, `product ${product.id} has a seller`);
  return seller;
}

function isOffered(product: Product, seller: SellerFacts): boolean {
  return product.status === "active" && seller.status === "approved";
}

function reasonOf(product: Product, seller: SellerFacts): ProductCard["reason"] {
  if (seller.status === "suspended") return "seller_suspended";
  return product.stock === 0 ? "out_of_stock" : null;
}
