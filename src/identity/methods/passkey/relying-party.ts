/** Who passkeys are made for: the public address and its host name (WebAuthn, section 5.1.2). */
export type RelyingParty = { readonly id: string; readonly origin: string };

/** What the person's device shows beside the account. */
export const RELYING_PARTY_NAME = "Tongdui 通兑";

export function relyingPartyOf(publicOrigin: string): RelyingParty {
  const { hostname, origin } = new URL(publicOrigin);
  return { id: hostname, origin };
}
