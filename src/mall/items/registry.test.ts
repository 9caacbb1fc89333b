import { describe, expect, test } from "vitest";
import { fulfilmentOf, ITEM_KIND_KEYS, ITEM_KINDS, itemKind } from "./registry.ts";

describe.each(ITEM_KINDS.map((kind) => [kind.key, kind] as const))("item kind %s", (key, kind) => {
  test("is found under its key", () => {
    expect(itemKind(key)).toBe(kind);
    expect(ITEM_KIND_KEYS).toContain(key);
  });

  test("has a name in both languages", () => {
    expect(kind.label["zh-CN"]).toMatch(/\p{Script=Han}/u);
    expect(kind.label.en).toMatch(/^[A-Z]/);
  });

  test("reaches the customer in exactly one way", () => {
    const ways = [kind.isShipped, kind.isCode, kind.isCollected].filter(Boolean);
    expect(ways).toHaveLength(1);
  });

  test("an order of it alone is fulfilled its way", () => {
    expect(fulfilmentOf([key])).toEqual({
      isShipped: kind.isShipped,
      isCollected: kind.isCollected,
      isCodesOnly: kind.isCode,
    });
  });
});

test("every kind has a key of its own", () => {
  expect(new Set(ITEM_KINDS.map((kind) => kind.key)).size).toBe(ITEM_KINDS.length);
  expect(ITEM_KIND_KEYS).toHaveLength(ITEM_KINDS.length);
});

test("one parcel in an order makes it an order to ship, however many codes are with it", () => {
  expect(fulfilmentOf(["voucher", "physical", "pickup"])).toEqual({
    isShipped: true,
    isCollected: true,
    isCodesOnly: false,
  });
});
