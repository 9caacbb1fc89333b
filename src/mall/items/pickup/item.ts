import type { ItemKind } from "../item-kind.ts";

/** Goods that wait in the seller's shop until the customer collects them. */
export const pickup: ItemKind<"pickup"> = {
  key: "pickup",
  label: { "zh-CN": "到店自提", en: "Pick-up" },
  isShipped: false,
  isCode: false,
  isCollected: true,
};
