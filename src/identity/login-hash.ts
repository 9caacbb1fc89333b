import { createHash } from "node:crypto";
import { canonicalLogin } from "../kernel/text/login.ts";

/**
 * What failures and challenges are kept by, whether or not there is such a login. People type
 * passwords into the wrong field; what was typed there is not kept.
 */
export function hashOfLogin(typed: string): Buffer {
  return createHash("sha256").update(canonicalLogin(typed).text).digest();
}
