export const seller = {
  "seller.title": "商家后台",
} as const satisfies Record<`seller.${string}`, string>;
