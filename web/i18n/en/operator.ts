import type { Translated } from "../catalogue.ts";
import type { operator as source } from "../zh-CN/operator.ts";

export const operator: Translated<typeof source> = {
  "operator.title": "Operator console",
};
