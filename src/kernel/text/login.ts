import { textOf } from "./canonical.ts";
import { spacedOnce } from "./characters.ts";
import { canonicalEmail } from "./email.ts";
import { compatibleText } from "./identifier.ts";
import { canonicalPhone } from "./phone.ts";

/** What a person signs in with, in the one form in which it is stored and compared. */
export type Login = { readonly kind: "phone" | "email"; readonly value: string };

/** What an operator may be called without an address; a letter first, so that it is no phone number. */
const PLAIN_NAME = /^[a-z][a-z0-9._-]{1,62}$/;

/**
 * A login as typed: an e-mail address when it has an @, else a phone number, else a plain name, which
 * is short for the address of that name at this very deployment; null when none of them.
 */
export function readLogin(text: string): Login | null {
  const compatible = compatibleText(text);
  if (compatible.includes("@")) {
    const email = textOf(canonicalEmail(text));
    return email === null ? null : { kind: "email", value: email };
  }
  const phone = textOf(canonicalPhone(text));
  if (phone !== null) return { kind: "phone", value: phone };
  const name = compatible.trim().toLowerCase();
  return PLAIN_NAME.test(name) ? { kind: "email", value: `${name}@localhost` } : null;
}

/** For counting failures and finding the account. What is no login stays a text that names nobody. */
export function canonicalLogin(text: string): { readonly text: string } {
  return { text: readLogin(text)?.value ?? spacedOnce(compatibleText(text)) };
}
