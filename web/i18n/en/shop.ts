import type { Translated } from "../catalogue.ts";
import type { shop as source } from "../zh-CN/shop.ts";

export const shop: Translated<typeof source> = {
  "shop.title": "Shop console",
};
