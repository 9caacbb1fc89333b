import { describe, expect, test } from "vitest";
import { bucketOf } from "../kernel/bucket.ts";
import { addSeconds, instant } from "../kernel/clock.ts";
import { POINTS_MAXIMUM, points } from "../kernel/points.ts";
import { accountId, postingId } from "./account.ts";
import { nameAward } from "./add-awards.ts";
import { earn } from "./kinds.ts";
import { namePosting } from "./name-posting.ts";

const at = instant(Date.parse("2026-03-01T00:00:00Z"));
const award = {
  customerId: "cus_a",
  shopId: "shop_a",
  saleId: "sale_a",
  points: points(7n),
  expiresAt: addSeconds(at, 1000),
  at,
  by: "key_a",
};
const available = accountId({ unit: "shop_a", owner: "cus_a", role: "available" });
const pending = accountId({ unit: "shop_a", owner: "cus_a", role: "pending" });

describe("an award", () => {
  test("is named as its posting is", () => {
    expect(nameAward(award)).toEqual({
      bucket: bucketOf("cus_a"),
      postingId: postingId({ kind: "earn", reference: "sale_a" }),
      reference: "sale_a",
      digest: namePosting(earn(award)).digest,
      unit: "shop_a",
      account: available,
      available,
      pending,
      issuer: accountId({ unit: "shop_a", owner: "shop_a", role: "issue" }),
      points: 7n,
      expiresAt: award.expiresAt,
      maturesAt: null,
      by: "key_a",
    });
  });

  test("goes to what is pending while the goods may come back", () => {
    const pendingUntil = addSeconds(at, 60);
    expect(nameAward({ ...award, pendingUntil })).toMatchObject({
      account: pending,
      available,
      pending,
      maturesAt: pendingUntil,
    });
    expect(nameAward({ ...award, pendingUntil: null })).toMatchObject({ account: available });
  });

  test.each([
    ["of nothing", points(0n)],
    ["below zero", points(-1n)],
    ["of more than an account holds", points(BigInt(POINTS_MAXIMUM) + 1n)],
    ["for which the unit's ceiling is asked", points(1_048_577n)],
  ])("%s is decided over the book", (_, amount) => {
    expect(nameAward({ ...award, points: amount })).toBeNull();
  });

  test("of the most that asks nobody is named", () => {
    expect(nameAward({ ...award, points: points(1_048_576n) })).toMatchObject({
      points: 1_048_576n,
    });
  });
});
