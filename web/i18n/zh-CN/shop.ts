export const shop = {
  "shop.title": "店铺后台",
} as const satisfies Record<`shop.${string}`, string>;
