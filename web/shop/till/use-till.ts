import { useState, useSyncExternalStore } from "react";
import { problemFrom, type ShopProduct } from "../../api/index.ts";
import { findProducts } from "./basket/basket.ts";
import { type FindEntry, parseEntry } from "./entry/entry.ts";
import { find } from "./entry/find.ts";
import type { TillSession } from "./session.ts";
import { actionOf, type Notice, noticeOf, typedQuantity } from "./till-state.ts";

/**
 * The till between two sales: its field, the basket and the customer. `submit` is Enter; on an empty
 * field it calls `onCheckout` when there is something to sell, and else `onUnsettled`.
 */
export function useTill(of: {
  session: TillSession;
  shopId: string;
  products: readonly ShopProduct[];
  onCheckout: () => void;
  onUnsettled: () => void;
}) {
  const { session } = of;
  const { dispatch } = session;
  const state = useSyncExternalStore(session.subscribe, session.view);
  const field = useField(of.products);

  function add(product: ShopProduct, typed: number | null) {
    const quantity = typed ?? session.view().quantityNext ?? 1;
    dispatch({ do: "add", product, quantity });
    field.say({ kind: "added", name: product.name, quantity });
  }

  async function lookUp(entry: FindEntry, typed: string) {
    const { wanted, quantity } = entry;
    const search = find({ shopId: of.shopId, atHand: of.products, wanted });
    const found = await field.during(search, typed);
    if (found === null) return;
    if (found.kind === "product") return add(found.product, quantity);
    if (found.kind === "member") return dispatch({ do: "member", member: found.member });
    field.giveBack(typed);
    field.say(noticeOf(found, wanted.text), found.kind === "several" ? found.products : null);
  }

  function submit() {
    const entry = parseEntry(field.typed);
    if (entry.kind === "find") return void lookUp(entry, field.typed);
    if (entry.kind === "nothing") {
      // A code that is still being looked up may be the customer's: the sale waits for it.
      if (field.finding) return;
      if (state.basket.lines.length > 0) of.onCheckout();
      else of.onUnsettled();
      return;
    }
    const action = actionOf(entry, state);
    if (action !== null) dispatch(action);
    field.type("");
    if (entry.kind === "step" && entry.next !== null) {
      void lookUp(entry.next, entry.next.wanted.text);
    }
  }

  return {
    ...state,
    field,
    submit,
    /** From a tile: what was typed to find it has done its work. */
    choose: (product: ShopProduct) => {
      field.type("");
      add(product, typedQuantity(field.typed));
    },
    setQuantity: (productId: string, quantity: number) =>
      dispatch({ do: "set", productId, quantity }),
    removeMember: () => dispatch({ do: "member", member: null }),
    clear: () => {
      dispatch({ do: "clear" });
      field.type("");
    },
  };
}

export type Till = ReturnType<typeof useTill>;

/** The till's field, what it says, and which products it offers. */
function useField(products: readonly ShopProduct[]) {
  const [typed, setTyped] = useState("");
  const [notice, setNotice] = useState<Notice>(null);
  const [finding, setFinding] = useState(false);
  const [offered, setOffered] = useState<readonly ShopProduct[] | null>(null);
  const giveBack = (text: string) => setTyped((now) => (now === "" ? text : now));

  function type(text: string) {
    setTyped(text);
    setOffered(null);
    setNotice(null);
  }

  function say(next: Notice, offer: readonly ShopProduct[] | null = null) {
    setOffered(offer);
    setNotice(next);
  }

  /** The field is free at once, so that a scanner can go on; a failure gives the text back. */
  async function during<Found>(search: Promise<Found>, text: string): Promise<Found | null> {
    type("");
    setFinding(true);
    try {
      return await search;
    } catch (thrown) {
      giveBack(text);
      say({ kind: "problem", problem: problemFrom(thrown) });
      return null;
    } finally {
      setFinding(false);
    }
  }

  const entry = parseEntry(typed);
  const shown = offered ?? findProducts(products, entry.kind === "find" ? entry.wanted.text : "");
  return { typed, type, notice, say, finding, during, giveBack, shown };
}
