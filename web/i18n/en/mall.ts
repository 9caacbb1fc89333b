import type { Translated } from "../catalogue.ts";
import type { mall as source } from "../zh-CN/mall.ts";

export const mall: Translated<typeof source> = {
  "mall.title": "Mall",
};
