import { useQuery } from "@tanstack/react-query";
import { earning, keys, type ShopProduct } from "../api/index.ts";
import { useShop } from "./shop-context.ts";

const pageSize = 100;
/** A choice among more would be a search; the forms that use this say so by their field. */
const pagesMaximum = 5;

async function readProducts(shopId: string, signal: AbortSignal): Promise<ShopProduct[]> {
  const products: ShopProduct[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesMaximum; page += 1) {
    const answer = await earning.products(shopId, { limit: pageSize, cursor }, signal);
    products.push(...answer.items);
    if (answer.nextCursor === null) break;
    cursor = answer.nextCursor;
  }
  return products;
}

/** The shop's products to choose from in a form, and their names by id. */
export function useShopProducts() {
  const { shopId } = useShop();
  const query = useQuery({
    queryKey: keys.shopPart(shopId, "products", "choice"),
    queryFn: ({ signal }) => readProducts(shopId, signal),
    staleTime: 60_000,
  });
  const products = query.data ?? [];
  return {
    loading: query.isPending,
    products,
    active: products.filter((product) => product.status === "active"),
    nameOf: (productId: string) =>
      products.find((product) => product.id === productId)?.name ?? productId,
  };
}
