import { expect, test } from "vitest";
import { hashOfKey, KEY_BYTES, keyFrom, looksLikeKey } from "./key-secret.ts";

test("a key carries all its random bytes behind a prefix that can be searched for", () => {
  const random = Buffer.alloc(KEY_BYTES, 0xa5);
  const key = keyFrom(random);
  expect(key.startsWith("tdk_")).toBe(true);
  expect(Buffer.from(key.slice(4), "base64url")).toEqual(random);
  expect(looksLikeKey(key)).toBe(true);
});

test("the hash is SHA-256 of the whole key", () => {
  expect(hashOfKey("tdk_abc").toString("hex")).toBe(
    "abfce1ee270e14201975bbfb452145dacae18b1e723986b2cabb0cdec405ad44",
  );
});

test.each([
  "",
  "tdk_",
  "abc",
  `tdk_${"a".repeat(42)}`,
  `tdk_${"a".repeat(44)}`,
  `key_${"a".repeat(43)}`,
])("%j is not a key", (text) => {
  expect(looksLikeKey(text)).toBe(false);
});
