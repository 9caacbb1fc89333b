/** What a person signs in with, in the one form in which it is stored and compared. */
export type Login = { readonly kind: "phone" | "email"; readonly value: string };

const CHINESE_MOBILE = /^1[3-9]\d{9}$/;
const PHONE = /^\+?\d{5,20}$/;
/** Anything with one @ and no spaces: only a message that arrives proves more. */
const EMAIL = /^[^\s@]+@[^\s@]+$/;
/** What an operator may be called without an address; a letter first, so that it is no phone number. */
const PLAIN_NAME = /^[a-z][a-z0-9._-]{1,62}$/;
/** RFC 5321, section 4.5.3.1.3, less the angle brackets. */
const EMAIL_CHARACTERS_MAXIMUM = 254;

/**
 * A login as typed: an e-mail address when it has an @, else a phone number, else a plain name, which
 * is short for the address of that name at this very deployment; null when none of them.
 */
export function readLogin(text: string): Login | null {
  const email = normalise(text).includes("@") ? readEmail(text) : null;
  if (email !== null) return { kind: "email", value: email };
  const phone = readPhone(text);
  if (phone !== null) return { kind: "phone", value: phone };
  const name = normalise(text).toLowerCase();
  return PLAIN_NAME.test(name) ? { kind: "email", value: `${name}@localhost` } : null;
}

/** Digits with an optional +. A Chinese mobile number without its country code gets it. */
export function readPhone(text: string): string | null {
  const digits = normalise(text).replace(/[\s-]/g, "");
  if (!PHONE.test(digits)) return null;
  return CHINESE_MOBILE.test(digits) ? `+86${digits}` : digits;
}

export function readEmail(text: string): string | null {
  const address = normalise(text).toLowerCase();
  return EMAIL.test(address) && address.length <= EMAIL_CHARACTERS_MAXIMUM ? address : null;
}

/** Chinese input methods type full-width digits and signs; NFKC makes them the ordinary ones. */
function normalise(text: string): string {
  return text.normalize("NFKC").trim();
}
