import type { Translated } from "../catalogue.ts";
import type { seller as source } from "../zh-CN/seller.ts";

export const seller: Translated<typeof source> = {
  "seller.title": "Seller console",
};
