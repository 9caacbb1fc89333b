export const operator = {
  "operator.title": "运营后台",
} as const satisfies Record<`operator.${string}`, string>;
