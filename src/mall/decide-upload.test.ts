import { expect, test } from "vitest";
import { decideOneMoreProduct, decideUpload } from "./decide-upload.ts";

const seller = (status: "pending" | "approved" | "suspended") => ({ name: "Tea", status });

test.each([
  ["a suspended seller", "suspended", { count: 0, bytes: 0 }, "seller_suspended"],
  ["a seller that waits, with some", "pending", { count: 19, bytes: 0 }, "ok"],
  ["a seller that waits, with its share", "pending", { count: 20, bytes: 0 }, "limit_reached"],
  ["an approved seller with more", "approved", { count: 19_999, bytes: 1 }, "ok"],
  ["an approved seller with all", "approved", { count: 20_000, bytes: 1 }, "limit_reached"],
  ["large pictures", "approved", { count: 10, bytes: 2_000_000_000 }, "limit_reached"],
] as const)("one more picture of %s", (_, status, kept, expected) => {
  const decided = decideUpload(seller(status), kept);
  expect(decided.ok ? "ok" : decided.refusal.code).toBe(expected);
});

test.each([
  ["pending", 99, true],
  ["pending", 100, false],
  ["approved", 9_999, true],
  ["approved", 10_000, false],
] as const)("a seller that is %s with %s products adds one: %s", (status, count, isAllowed) => {
  expect(decideOneMoreProduct(seller(status), count).ok).toBe(isAllowed);
});
