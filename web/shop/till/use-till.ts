import { useReducer, useState } from "react";
import { type ApiProblem, type Member, problemFrom, type ShopProduct } from "../../api/index.ts";
import {
  addToBasket,
  type Basket,
  emptyBasket,
  findProducts,
  setQuantity,
  stepLast,
} from "./basket.ts";
import { parseEntry } from "./entry.ts";
import { find } from "./find.ts";

/** What the till says under its field about the last thing typed or scanned. */
export type Notice =
  | { kind: "added"; name: string; quantity: number }
  | { kind: "notFound"; text: string }
  | { kind: "several"; count: number }
  | { kind: "memberCodeExpired" }
  | { kind: "problem"; problem: ApiProblem }
  | null;

type State = { basket: Basket; member: Member | null; quantityNext: number | null };

type Action =
  | { do: "add"; product: ShopProduct; quantity: number }
  | { do: "set"; productId: string; quantity: number }
  | { do: "step"; by: number }
  | { do: "quantityNext"; quantity: number }
  | { do: "member"; member: Member | null }
  | { do: "clear" };

const fresh: State = { basket: emptyBasket, member: null, quantityNext: null };

function reduce(state: State, action: Action): State {
  switch (action.do) {
    case "add": {
      const basket = addToBasket(state.basket, action.product, action.quantity);
      return { ...state, basket, quantityNext: null };
    }
    case "set":
      return { ...state, basket: setQuantity(state.basket, action.productId, action.quantity) };
    case "step":
      return { ...state, basket: stepLast(state.basket, action.by) };
    case "quantityNext":
      return { ...state, quantityNext: action.quantity };
    case "member":
      return { ...state, member: action.member };
    case "clear":
      return fresh;
  }
}

/**
 * The till between two sales: its field, the basket and the customer. `submit` is Enter; it calls
 * `onCheckout` when the field is empty and there is something to sell.
 */
export function useTill(of: {
  shopId: string;
  products: readonly ShopProduct[];
  onCheckout: () => void;
}) {
  const [state, dispatch] = useReducer(reduce, fresh);
  const [typed, setTyped] = useState("");
  const [notice, setNotice] = useState<Notice>(null);
  const [finding, setFinding] = useState(false);
  const [offered, setOffered] = useState<readonly ShopProduct[] | null>(null);

  function type(text: string) {
    setTyped(text);
    setOffered(null);
    setNotice(null);
  }

  function add(product: ShopProduct, typedQuantity: number | null = null) {
    const quantity = typedQuantity ?? state.quantityNext ?? 1;
    dispatch({ do: "add", product, quantity });
    setOffered(null);
    setNotice({ kind: "added", name: product.name, quantity });
  }

  /** The field is free at once, so that a scanner can go on; a text that found nothing returns. */
  async function lookUp(text: string, quantity: number | null) {
    const giveBack = () => setTyped((now) => (now === "" ? typed : now));
    type("");
    setFinding(true);
    try {
      const found = await find({ shopId: of.shopId, atHand: of.products, text });
      if (found.kind === "product") return add(found.product, quantity);
      if (found.kind === "member") {
        dispatch({ do: "member", member: found.member });
        return;
      }
      giveBack();
      if (found.kind === "several") {
        setOffered(found.products);
        return setNotice({ kind: "several", count: found.products.length });
      }
      if (found.kind === "memberCodeExpired") return setNotice({ kind: "memberCodeExpired" });
      return setNotice({ kind: "notFound", text });
    } catch (thrown) {
      giveBack();
      setNotice({ kind: "problem", problem: problemFrom(thrown) });
    } finally {
      setFinding(false);
    }
  }

  function submit() {
    const entry = parseEntry(typed);
    if (entry.kind === "find") return void lookUp(entry.text, entry.quantity);
    if (entry.kind === "nothing") {
      if (state.basket.lines.length > 0) of.onCheckout();
      return;
    }
    if (entry.kind === "quantity") dispatch({ do: "quantityNext", quantity: entry.quantity });
    if (entry.kind === "step") dispatch({ do: "step", by: entry.by });
    if (entry.kind === "set" && state.basket.lastProductId !== null) {
      dispatch({ do: "set", productId: state.basket.lastProductId, quantity: entry.quantity });
    }
    type("");
  }

  return {
    ...state,
    typed,
    type,
    notice,
    finding,
    shown: offered ?? shownProducts(of.products, typed),
    submit,
    /** From a tile: what was typed to find it has done its work. */
    choose: (product: ShopProduct) => {
      setTyped("");
      add(product, typedQuantity(typed));
    },
    setQuantity: (productId: string, quantity: number) =>
      dispatch({ do: "set", productId, quantity }),
    removeMember: () => dispatch({ do: "member", member: null }),
    clear: () => {
      dispatch({ do: "clear" });
      type("");
    },
  };
}

export type Till = ReturnType<typeof useTill>;

function typedQuantity(typed: string): number | null {
  const entry = parseEntry(typed);
  return entry.kind === "find" || entry.kind === "quantity" ? entry.quantity : null;
}

function shownProducts(products: readonly ShopProduct[], typed: string): ShopProduct[] {
  const entry = parseEntry(typed);
  return findProducts(products, entry.kind === "find" ? entry.text : "");
}
