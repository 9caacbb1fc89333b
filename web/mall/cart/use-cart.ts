import { useQueries } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { keys, mall, problemFrom, useSession } from "../../api/index.ts";
import { addLine, type CartLine, type PricedLine, parseCart, setLine } from "./cart.ts";

/** Whose cart it is: an account's, or for as long as nobody is signed in the browser's. */
type Owner = string | null;

const storageKey = "tongdui.cart";
const listeners = new Set<() => void>();
const carts = new Map<Owner, readonly CartLine[]>();

function keyOf(owner: Owner): string {
  return owner === null ? storageKey : `${storageKey}.${owner}`;
}

function read(owner: Owner): readonly CartLine[] {
  const known = carts.get(owner);
  if (known !== undefined) return known;
  const stored = parseCart(localStorage.getItem(keyOf(owner)));
  carts.set(owner, stored);
  return stored;
}

function write(owner: Owner, next: readonly CartLine[]): void {
  carts.set(owner, next);
  if (next.length === 0) localStorage.removeItem(keyOf(owner));
  else localStorage.setItem(keyOf(owner), JSON.stringify(next));
  for (const listener of listeners) listener();
}

/** What was put in before signing in goes with the person who signs in. */
function takeOver(owner: string): void {
  const before = read(null);
  if (before.length === 0) return;
  write(owner, before.reduce(addLine, [...read(owner)]));
  write(null, []);
}

function subscribe(listener: () => void): () => void {
  const onOtherTab = (event: StorageEvent) => {
    if (event.key !== null && !event.key.startsWith(storageKey)) return;
    carts.clear();
    listener();
  };
  listeners.add(listener);
  addEventListener("storage", onOtherTab);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", onOtherTab);
  };
}

/** The cart of the person who is signed in, or of this browser; the same in all its tabs. */
export function useCart() {
  const { session } = useSession();
  const owner = session?.account.id ?? null;
  const cart = useSyncExternalStore(subscribe, () => read(owner));
  useEffect(() => {
    if (owner !== null) takeOver(owner);
  }, [owner]);
  return {
    lines: cart,
    count: cart.reduce((total, line) => total + line.quantity, 0),
    add: (line: CartLine) => write(owner, addLine(read(owner), line)),
    set: (line: CartLine) => write(owner, setLine(read(owner), line)),
    remove: (productIds: readonly string[]) =>
      write(
        owner,
        read(owner).filter((line) => !productIds.includes(line.productId)),
      ),
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
