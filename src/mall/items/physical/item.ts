import type { ItemKind } from "../item-kind.ts";

/** Goods in a parcel. */
export const physical: ItemKind<"physical"> = {
  key: "physical",
  label: { "zh-CN": "实物", en: "Goods" },
  isShipped: true,
  isCode: false,
  isCollected: false,
};
