import type { Subject } from "./failure.store.ts";

/** Failed checks of somebody who is signed in. */
export function checksOf(accountId: string): Subject {
  return { key: `verify ${accountId}`, accountId };
}

/** Failed sign-ins at a login: counted for its account, whichever of its logins was typed. */
export function signInsOf(accountId: string | null, loginHash: Buffer): Subject {
  return { key: `login ${accountId ?? loginHash.toString("hex")}`, accountId };
}
