import { createHash } from "node:crypto";
import { readLogin } from "./decide-login.ts";

/**
 * What failures and challenges are kept by, whether or not there is such a login. People type
 * passwords into the wrong field; what was typed there is not kept.
 */
export function hashOfLogin(typed: string): Buffer {
  const login = readLogin(typed)?.value ?? typed;
  return createHash("sha256").update(login.trim().toLowerCase()).digest();
}
