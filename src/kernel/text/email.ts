import type { Canonical } from "./canonical.ts";
import { normalised } from "./characters.ts";
import { compatibleText } from "./identifier.ts";

/** Anything with one @ and no spaces: only a message that arrives proves more. */
const FORM = /^([^\s@]+)@([^\s@]+)$/;
/** Characters that end the host in a URL, or that no host can have. */
const NO_HOST = /[/:?#\\%[\]<>^|]/;
/** RFC 5321, section 4.5.3.1.3, less the angle brackets. */
const CHARACTERS_MAXIMUM = 254;

/** Lower case, the domain in its ASCII form (UTS 46, as `URL` has it in servers and browsers). */
export function canonicalEmail(text: string): Canonical {
  const [, local = "", domain = ""] = FORM.exec(lowerCase(compatibleText(text)).trim()) ?? [];
  const host = domainInAscii(domain);
  if (local === "" || host === null) return { fault: "wrong_format" };
  const address = `${local}@${host}`;
  return address.length <= CHARACTERS_MAXIMUM ? { text: address } : { fault: "wrong_format" };
}

/** Null for what is no domain. A dot at the end names the same domain as none. */
function domainInAscii(domain: string): string | null {
  if (domain === "" || NO_HOST.test(domain)) return null;
  const host = hostOf(domain);
  if (host === null) return null;
  const name = host.endsWith(".") ? host.slice(0, -1) : host;
  // `URL` reads `1.2` as an IP address and answers another text.
  const isNumber = /^(?:\d+|0x[0-9a-f]*)$/.test(name.slice(name.lastIndexOf(".") + 1));
  return name === "" || name.endsWith(".") || isNumber ? null : name;
}

function hostOf(domain: string): string | null {
  return URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : null;
}

/** Some capitals become two characters that NFKC joins again. */
function lowerCase(text: string): string {
  return normalised(text.toLowerCase(), "NFKC");
}
