import { expect, test } from "vitest";
import { pageOf } from "./page-of.ts";

test.each([
  ["/", "index.html"],
  ["/products/prd_1", "index.html"],
  ["/shops", "index.html"],
  ["/shop", "shop/index.html"],
  ["/shop/till", "shop/index.html"],
  ["/seller/orders", "seller/index.html"],
  ["/operator", "operator/index.html"],
])("%s is shown by %s", (path, page) => {
  expect(pageOf(path)).toBe(page);
});
