export const mall = {
  "mall.title": "在线商场",
} as const satisfies Record<`mall.${string}`, string>;
