import type { ItemKind } from "../item-kind.ts";

/** A code that is worth something elsewhere, delivered the moment it is ordered. */
export const voucher: ItemKind<"voucher"> = {
  key: "voucher",
  label: { "zh-CN": "电子券", en: "Voucher" },
  isShipped: false,
  isCode: true,
  isCollected: false,
};
