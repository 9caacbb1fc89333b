import { createHash } from "node:crypto";

/** So that a key is recognised wherever it leaks: in a log, a repository, a chat. */
const PREFIX = "tdk_";
export const KEY_BYTES = 32;
const KEY_FORM = /^tdk_[A-Za-z0-9_-]{43}$/;

/** The key as its holder keeps it, from `KEY_BYTES` random bytes. */
export function keyFrom(random: Buffer): string {
  return PREFIX + random.toString("base64url");
}

/** All that is stored. A key has 256 random bits, so a plain hash cannot be guessed backwards. */
export function hashOfKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

export function looksLikeKey(text: string): boolean {
  return KEY_FORM.test(text);
}
