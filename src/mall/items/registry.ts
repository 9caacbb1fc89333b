import { invariant } from "../../kernel/invariant.ts";
import type { ItemKind } from "./item-kind.ts";
import { physical } from "./physical/item.ts";
import { pickup } from "./pickup/item.ts";
import { voucher } from "./voucher/item.ts";

export const ITEM_KINDS = [physical, voucher, pickup] as const;
export type ItemKindKey = (typeof ITEM_KINDS)[number]["key"];
export const ITEM_KIND_KEYS = ["physical", "voucher", "pickup"] as const satisfies ItemKindKey[];

const byKey = new Map<ItemKindKey, ItemKind>(ITEM_KINDS.map((kind) => [kind.key, kind]));

/** How an order of these kinds is fulfilled. An order may hold several kinds. */
export type Fulfilment = {
  /** Something in it travels. */
  readonly isShipped: boolean;
  /** Something in it is collected. */
  readonly isCollected: boolean;
  /** There is nothing to do but to hand out codes. */
  readonly isCodesOnly: boolean;
};

export function fulfilmentOf(keys: readonly ItemKindKey[]): Fulfilment {
  const kinds = keys.map(itemKind);
  return {
    isShipped: kinds.some((kind) => kind.isShipped),
    isCollected: kinds.some((kind) => kind.isCollected),
    isCodesOnly: kinds.length > 0 && kinds.every((kind) => kind.isCode),
  };
}

export function itemKind(key: ItemKindKey): ItemKind {
  const kind = byKey.get(key);
  invariant(kind, `no item kind ${key}`);
  return kind;
}
