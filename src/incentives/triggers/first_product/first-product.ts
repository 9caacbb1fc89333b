import { Type } from "typebox";
import { instant } from "../../../kernel/clock.ts";
import { Body } from "../../../platform/http/schema.ts";
import type { Trigger } from "../trigger.ts";

const schema = Body({ kind: Type.Literal("first_product") });

/** An approved seller has its first product in the mall. */
export const firstProduct: Trigger<typeof schema> = {
  kind: "first_product",
  label: { en: "First product listed", "zh-CN": "上架第一件商品" },
  schema,
  milestone: "product_listed",
  progress(_, { product_listed: at }) {
    return { done: at === undefined ? 0 : 1, of: 1, reachedAt: at ?? null };
  },
  done: { en: "You listed your first product", "zh-CN": "您已上架第一件商品" },
  missing: { en: "List your first product", "zh-CN": "上架第一件商品" },
  examples: [
    {
      parameters: { kind: "first_product" },
      milestones: { seller_approved: instant(5) },
      progress: { done: 0, of: 1, reachedAt: null },
    },
    {
      parameters: { kind: "first_product" },
      milestones: { seller_approved: instant(5), product_listed: instant(9) },
      progress: { done: 1, of: 1, reachedAt: instant(9) },
    },
  ],
};
