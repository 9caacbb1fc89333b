import { createHash, randomBytes } from "node:crypto";
import { cookieName } from "../../platform/http/cookie-name.ts";
import type { Cookie } from "../../platform/http/cookies.ts";

const NAME = "tongdui_device";
const TOKEN_BYTES = 32;
const FORM = /^[\w-]{43}$/;
/** Browsers keep no cookie longer (RFC 6265bis, section 5.6.1). */
export const DEVICE_DAYS = 400;

export function newDeviceToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/** A fast hash is enough: 256 random bits cannot be guessed from it. */
export function hashOfDevice(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** Null when the browser has none, or one that was never ours. */
export function readDeviceHash(
  cookies: Readonly<Record<string, string | undefined>>,
  origin: string,
): Buffer | null {
  const token = cookies[cookieName(NAME, origin)] ?? "";
  return FORM.test(token) ? hashOfDevice(token) : null;
}

export function deviceCookie(token: string, origin: string): Cookie {
  return { name: cookieName(NAME, origin), value: token, maxAgeSeconds: DEVICE_DAYS * 86_400 };
}
