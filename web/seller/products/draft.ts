import {
  type AmountFault,
  amountText,
  type ReadAmount,
  readAmount,
} from "../../../src/kernel/text/amount.ts";
import { isVisible } from "../../../src/kernel/text/characters.ts";
import { readWholeNumber } from "../../../src/kernel/text/whole-number.ts";
import type {
  CategoryKey,
  ProductKind,
  SellerProduct,
  SellerProductFields,
} from "../../api/index.ts";

/** A product as it stands in the form: text, so that nothing typed is ever lost. */
export type ProductDraft = {
  name: string;
  description: string;
  category: CategoryKey;
  kind: ProductKind;
  points: string;
  cash: string;
  stock: string;
  pictures: readonly string[];
};

export const emptyProduct: ProductDraft = {
  name: "",
  description: "",
  category: "other",
  kind: "physical",
  points: "",
  cash: "",
  stock: "",
  pictures: [],
};

export function draftOf(product: SellerProduct): ProductDraft {
  return {
    name: product.name,
    description: product.description,
    category: product.category,
    kind: product.kind,
    points: String(product.points),
    cash: product.cash === 0 ? "" : amountText(product.cash),
    stock: String(product.stock),
    pictures: product.pictures,
  };
}

export type ProductFaults = Partial<Record<"name" | "points" | "stock", true>> & {
  cash?: AmountFault;
};

/** What to send, or the fields that cannot be read. Codes decide the stock of a voucher. */
export function readProduct(
  draft: ProductDraft,
): { fields: SellerProductFields } | { faults: ProductFaults } {
  const points = readWholeNumber(draft.points);
  const stock = draft.kind === "voucher" ? 0 : readWholeNumber(draft.stock);
  const cash = readCash(draft.cash);
  const faults: ProductFaults = {};
  if (!isVisible(draft.name)) faults.name = true;
  if (points === null || points === 0) faults.points = true;
  if (stock === null) faults.stock = true;
  if ("fault" in cash) faults.cash = cash.fault;
  if (Object.keys(faults).length > 0 || points === null || stock === null || "fault" in cash) {
    return { faults };
  }
  const fields = {
    name: draft.name,
    description: draft.description,
    category: draft.category,
    kind: draft.kind,
    points,
    cash: cash.fen,
    stock,
    pictures: [...draft.pictures],
  };
  return { fields };
}

/** No cash part where nothing is typed. */
function readCash(typed: string): ReadAmount {
  const cash = readAmount(typed);
  return "fault" in cash && cash.fault === "empty" ? { fen: 0 } : cash;
}
