import type { ApiProblem, ShopProduct } from "../../api/index.ts";
import { addToBasket, type Basket, emptyBasket, setQuantity, stepLast } from "./basket/basket.ts";
import type { Customer } from "./basket/saved-basket.ts";
import { type Entry, parseEntry } from "./entry/entry.ts";
import type { Found } from "./entry/find.ts";

/** What the till says under its field about the last thing typed or scanned. */
export type Notice =
  | { kind: "added"; name: string; quantity: number }
  | { kind: "notFound"; text: string }
  | { kind: "several"; count: number }
  | { kind: "unknownBarcode"; barcode: string }
  | { kind: "memberCodeExpired" }
  | { kind: "noCode"; count: number }
  | { kind: "problem"; problem: ApiProblem }
  | null;

/** The receipt being made. `quantityNext` was typed alone (`3*`) and waits for its product. */
export type TillState = { basket: Basket; member: Customer | null; quantityNext: number | null };

export type TillAction =
  | { do: "add"; product: ShopProduct; quantity: number }
  | { do: "set"; productId: string; quantity: number }
  | { do: "step"; by: number }
  | { do: "quantityNext"; quantity: number }
  | { do: "member"; member: Customer | null }
  | { do: "giveBack"; basket: Basket; member: Customer | null }
  | { do: "clear" };

export const freshTill: TillState = { basket: emptyBasket, member: null, quantityNext: null };

export function reduceTill(state: TillState, action: TillAction): TillState {
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
    case "giveBack":
      return { ...freshTill, basket: action.basket, member: action.member };
    case "clear":
      return freshTill;
  }
}

export function isEmpty({ basket, member }: TillState): boolean {
  return basket.lines.length === 0 && member === null;
}

/** What an entry of quantities does at once; null when it has to be found first, or does nothing. */
export function actionOf(entry: Entry, state: TillState): TillAction | null {
  if (entry.kind === "quantity") return { do: "quantityNext", quantity: entry.quantity };
  if (entry.kind === "step") return { do: "step", by: entry.by };
  const productId = state.basket.lastProductId;
  if (entry.kind !== "set" || productId === null) return null;
  return { do: "set", productId, quantity: entry.quantity };
}

/** What to say when a text was neither one product nor a member. */
export function noticeOf(
  found: Exclude<Found, { kind: "product" | "member" }>,
  text: string,
): Notice {
  if (found.kind === "several") return { kind: "several", count: found.products.length };
  return found.kind === "nothing" ? { kind: "notFound", text } : found;
}

/** The quantity that stands in the field when a tile is pressed: `3*` or `3*milk`. */
export function typedQuantity(typed: string): number | null {
  const entry = parseEntry(typed);
  return entry.kind === "find" || entry.kind === "quantity" ? entry.quantity : null;
}
