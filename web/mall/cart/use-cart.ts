import { useQueries } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { keys, mall, problemFrom } from "../../api/index.ts";
import { addLine, type CartLine, type PricedLine, parseCart, setLine } from "./cart.ts";

const storageKey = "tongdui.cart";
const listeners = new Set<() => void>();
let lines: readonly CartLine[] | null = null;

function read(): readonly CartLine[] {
  lines ??= parseCart(localStorage.getItem(storageKey));
  return lines;
}

function write(next: readonly CartLine[]): void {
  lines = next;
  localStorage.setItem(storageKey, JSON.stringify(next));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const onOtherTab = (event: StorageEvent) => {
    if (event.key !== storageKey) return;
    lines = null;
    listener();
  };
  listeners.add(listener);
  addEventListener("storage", onOtherTab);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", onOtherTab);
  };
}

/** The cart of this browser, the same in all its tabs. */
export function useCart() {
  const cart = useSyncExternalStore(subscribe, read);
  return {
    lines: cart,
    count: cart.reduce((total, line) => total + line.quantity, 0),
    add: (line: CartLine) => write(addLine(read(), line)),
    set: (line: CartLine) => write(setLine(read(), line)),
    remove: (productIds: readonly string[]) =>
      write(read().filter((line) => !productIds.includes(line.productId))),
  };
}

/** Lines with their products as the server has them now. `gone` are products no longer listed. */
export function usePriced(cart: readonly CartLine[]) {
  const products = useQueries({
    queries: cart.map((line) => ({
      queryKey: keys.mallProduct(line.productId),
      queryFn: () => mall.product(line.productId),
    })),
  });
  const priced: PricedLine[] = [];
  const gone: string[] = [];
  cart.forEach((line, at) => {
    const query = products[at];
    if (query?.data !== undefined) priced.push({ product: query.data, quantity: line.quantity });
    else if (query?.error && problemFrom(query.error).status === 404) gone.push(line.productId);
  });
  const failed = products.find(
    (query) => query.error !== null && problemFrom(query.error).status !== 404,
  );
  return {
    priced,
    gone,
    loading: products.some((query) => query.isPending),
    problem: failed?.error ? problemFrom(failed.error) : null,
    reload: () => products.forEach((query) => void query.refetch()),
  };
}
