import { useReducer, useState } from "react";
import { problemFrom, type ShopProduct } from "../../api/index.ts";
import { findProducts } from "./basket.ts";
import { parseEntry } from "./entry.ts";
import { find } from "./find.ts";
import {
  actionOf,
  freshTill,
  type Notice,
  noticeOf,
  reduceTill,
  typedQuantity,
} from "./till-state.ts";

/**
 * The till between two sales: its field, the basket and the customer. `submit` is Enter; it calls
 * `onCheckout` when the field is empty and there is something to sell.
 */
export function useTill(of: {
  shopId: string;
  products: readonly ShopProduct[];
  onCheckout: () => void;
}) {
  const [state, dispatch] = useReducer(reduceTill, freshTill);
  const field = useField(of.products);

  function add(product: ShopProduct, typed: number | null) {
    const quantity = typed ?? state.quantityNext ?? 1;
    dispatch({ do: "add", product, quantity });
    field.say({ kind: "added", name: product.name, quantity });
  }

  async function lookUp(text: string, quantity: number | null) {
    const found = await field.during(find({ shopId: of.shopId, atHand: of.products, text }));
    if (found === null) return;
    if (found.kind === "product") return add(found.product, quantity);
    if (found.kind === "member") return dispatch({ do: "member", member: found.member });
    field.giveBack();
    field.say(noticeOf(found, text), found.kind === "several" ? found.products : null);
  }

  function submit() {
    const entry = parseEntry(field.typed);
    if (entry.kind === "find") return void lookUp(entry.text, entry.quantity);
    if (entry.kind === "nothing") {
      // A code that is still being looked up may be the customer's: the sale waits for it.
      if (state.basket.lines.length > 0 && !field.finding) of.onCheckout();
      return;
    }
    const action = actionOf(entry, state);
    if (action !== null) dispatch(action);
    field.type("");
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
  const giveBack = () => setTyped((now) => (now === "" ? typed : now));

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
  async function during<Found>(search: Promise<Found>): Promise<Found | null> {
    type("");
    setFinding(true);
    try {
      return await search;
    } catch (thrown) {
      giveBack();
      say({ kind: "problem", problem: problemFrom(thrown) });
      return null;
    } finally {
      setFinding(false);
    }
  }

  const entry = parseEntry(typed);
  const shown = offered ?? findProducts(products, entry.kind === "find" ? entry.text : "");
  return { typed, type, notice, say, finding, during, giveBack, shown };
}
